/** Light, dark, or as the system has it; chosen by the person and kept in this browser. */

export type Colours = 'system' | 'light' | 'dark'

const key = 'tw.colours'
const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

export function chosenColours(): Colours {
  const kept = localStorage.getItem(key)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export function chooseColours(colours: Colours): void {
  if (colours === 'system') localStorage.removeItem(key)
  else localStorage.setItem(key, colours)
  applyColours()
  for (const listener of listeners) listener()
}

export function isDark(): boolean {
  const chosen = chosenColours()
  return chosen === 'dark' || (chosen === 'system' && dark.matches)
}

/** Marks the document, so that its ground has the right colour before anything is drawn. */
export function applyColours(): void {
  document.documentElement.dataset['colours'] = isDark() ? 'dark' : 'light'
}

export function onColours(listener: () => void): () => void {
  const both = () => {
    applyColours()
    listener()
  }
  listeners.add(listener)
  dark.addEventListener('change', both)
  return () => {
    listeners.delete(listener)
    dark.removeEventListener('change', both)
  }
}
