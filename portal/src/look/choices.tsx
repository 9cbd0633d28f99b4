/** Several of a list, one below the other: what a role, a partner or a profile may have. */
import { Checkbox } from '@fluentui/react-components'
import type { ReactNode } from 'react'

export type ChoicesProps<Name extends string> = {
  /** All that there are, in their order. */
  readonly of: readonly Name[]
  /** What stands before a colon names the group, and stands once above it. */
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
  return [...Map.groupBy(of, (name) => split(wordsOf(name)).group)].map(([group, names]) => (
    <div key={group}>
      {group !== '' && (
        <div aria-hidden="true" className="choices">
          {group}
        </div>
      )}
      {names.map((name) => (
        <div key={name}>
          <Checkbox
            label={<Words of={split(wordsOf(name))} />}
            checked={chosen.includes(name)}
            disabled={!(chosen.includes(name) || isOpen(name))}
            onChange={(_, { checked }) => onChange(changed(name, checked === true))}
          />
        </div>
      ))}
    </div>
  ))
}

export type Split = { readonly group: string; readonly own: string }

export function split(words: string): Split {
  const at = words.indexOf(': ')
  return at < 0
    ? { group: '', own: words }
    : { group: words.slice(0, at), own: words.slice(at + 2) }
}

/** A screen reader hears the group with each. */
function Words({ of: { group, own } }: { of: Split }): ReactNode {
  if (group === '') return own
  return (
    <>
      <span className="hidden-text">{`${group}: `}</span>
      <span className="first-large">{own}</span>
    </>
  )
}
