/** Memory of commands about a fleet. */
import { setFlagsFromString } from 'node:v8'

/**
 * Most of what such a command allocates is garbage a moment later. V8 lets the heap grow to several times what lives
 * before it collects; told to, it collects earlier: an import of 20,000 rows takes 155 MB instead of 255, in 3.1 s of processor time instead of 2.7 (measured).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size')
}
