let region: HTMLElement | undefined

/** Says something to a screen reader when it has nothing else to say; the eye sees it elsewhere. */
export function announce(text: string): void {
  region ??= liveRegion()
  // The same sentence again is only heard where the text changes.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text
}

function liveRegion(): HTMLElement {
  const made = document.createElement('div')
  made.className = 'announcer'
  made.setAttribute('role', 'status')
  made.setAttribute('aria-live', 'polite')
  Object.assign(made.style, {
    ...{ position: 'fixed', width: '1px', height: '1px', overflow: 'hidden' },
    ...{ clipPath: 'inset(50%)', whiteSpace: 'nowrap' },
  })
  document.body.append(made)
  return made
}
