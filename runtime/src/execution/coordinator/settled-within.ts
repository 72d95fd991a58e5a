/** Resolves when a promise has settled, or after some milliseconds, whichever comes first; leaves no timer behind. */
export async function settledWithin(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([promise.catch(() => {}), patience])
  clearTimeout(timer)
}
