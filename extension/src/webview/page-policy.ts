/**
 * What a page of ours may load: scripts and styles of its own, and none that were written into it.
 *
 * @param nonce of the page's script, with what that imports, and of the styles that the code editor makes
 * @param source where our files come from
 */
export function pagePolicy(nonce: string, source: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${source}`,
    `style-src 'nonce-${nonce}' ${source}`,
    `font-src ${source}`,
    // The diagram's own picture, on its way to a PNG.
    'img-src data:',
  ].join('; ')
}
