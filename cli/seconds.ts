/** Durations on the command line. */
import { InvalidArgumentError } from 'commander'

/** A number of seconds above 0, fractions allowed. */
export function seconds(text: string): number {
  const number = Number(text)
  if (Number.isFinite(number) && number > 0) return number
  throw new InvalidArgumentError('It must be a number of seconds above 0.')
}
