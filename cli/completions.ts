/** Words that complete an option's value, although it takes others too, so that its help does not list them. */
import type { Option } from 'commander'

const known = new WeakMap<Option, readonly string[]>()

export function withCompletions(option: Option, words: readonly string[]): Option {
  known.set(option, words)
  return option
}

export function completionsOf(option: Option): readonly string[] {
  return option.argChoices ?? known.get(option) ?? []
}
