const cut = new Map<string, string>()

/** Writes a text that ends with an ellipsis where it would be wider than there is room. */
export function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, room: number): void {
  if (text === '' || room <= 0) return
  context.fillText(fitted(context, text, room), x, y)
}

export function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  const name = `${context.font} ${Math.round(room)} ${text}`
  const known = cut.get(name)
  if (known !== undefined) return known
  if (cut.size > 5_000) cut.clear()
  let shown = text
  if (context.measureText(text).width > room) {
    let [low, high] = [0, text.length]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (context.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle
      else high = middle - 1
    }
    shown = low === 0 ? '' : `${text.slice(0, low)}…`
  }
  cut.set(name, shown)
  return shown
}
