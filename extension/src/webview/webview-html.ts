import { randomBytes } from 'node:crypto'
import * as vscode from 'vscode'

/** Fills a webview with one of ours. It can load our script, style and icons, and nothing else from anywhere. */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, name: string, title: string): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString()
  const nonce = randomBytes(16).toString('base64url')
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    // The diagram's own picture, on its way to a PNG.
    'img-src data:',
  ]
  webview.options = { enableScripts: true, localResourceRoots: [folder] }
  webview.html = `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri(`${name}.css`)}">
<title>${title}</title>
</head>
<body><div id="root"></div><script type="module" nonce="${nonce}" src="${uri(`${name}.js`)}"></script></body>
</html>`
}
