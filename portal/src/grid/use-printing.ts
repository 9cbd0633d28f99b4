/** Whether the page is being put on paper, where a grid shows what is here and not only what is on the screen. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Rows; more take a browser many seconds and a reader forty pages. */
export const maxPrinted = 2_000

export function usePrinting(): boolean {
  const [isPrinting, setIsPrinting] = useState(false)
  useEffect(() => {
    // The browser takes the page as it is when this returns.
    const begin = () => flushSync(() => setIsPrinting(true))
    const end = () => setIsPrinting(false)
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    return () => {
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
    }
  }, [])
  return isPrinting
}
