/** Several of a list, one below the other: what a role, a partner or a profile may have. */
import { Checkbox } from '@fluentui/react-components'
import type { ReactNode } from 'react'

export type ChoicesProps<Name extends string> = {
  /** All that there are, in their order. */
  readonly of: readonly Name[]
  readonly wordsOf: (name: Name) => string
  readonly chosen: readonly string[]
  /** Absent: all may be chosen. What is chosen may always be left out. */
  readonly isOpen?: (name: Name) => boolean
  readonly onChange: (chosen: readonly Name[]) => void
}

export function Choices<Name extends string>(props: ChoicesProps<Name>): ReactNode {
  const { of, wordsOf, chosen, isOpen = () => true, onChange } = props
  const changed = (name: Name, isChosen: boolean) =>
    of.filter((each) => (each === name ? isChosen : chosen.includes(each)))
  return of.map((name) => (
    <div key={name}>
      <Checkbox
        label={wordsOf(name)}
        checked={chosen.includes(name)}
        disabled={!(chosen.includes(name) || isOpen(name))}
        onChange={(_, { checked }) => onChange(changed(name, checked === true))}
      />
    </div>
  ))
}
