/** What was typed, once typing rests. */
import { useEffect, useState } from 'react'

/** ms */
const rest = 400

export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), rest)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
