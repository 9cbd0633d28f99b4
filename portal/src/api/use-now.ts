/** The time, for what counts down. */
import { useEffect, useState } from 'react'

/** This browser's time, anew every `everyMs` as long as it is needed. */
export function useNow(everyMs: number, isNeeded: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isNeeded) return undefined
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, isNeeded])
  return now
}
