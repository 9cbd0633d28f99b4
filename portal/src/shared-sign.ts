/** A sign that all tabs see as long as one of them shows it: a lock that each of these holds, shared with the others. */
export function sharedSign(name: string) {
  let hide: (() => void) | undefined
  return {
    show(isShown: boolean): void {
      if (isShown === (hide !== undefined)) return
      hide?.()
      hide = undefined
      if (!isShown) return
      const shown = new Promise<void>((resolve) => {
        hide = resolve
      })
      void navigator.locks.request(name, { mode: 'shared' }, () => shown)
    },
    /** Whether any tab shows it, this one too. */
    isSeen: () => isHeld(name),
  }
}

/** Whether any tab holds the lock. */
export async function isHeld(lock: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === lock)
}
