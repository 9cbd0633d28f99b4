/** Where one types what a list is searched for. */
import { SearchBox } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'

type FindBoxProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  /** What is searched, where the usual word does not say it. */
  readonly label?: string
}

export function FindBox({ value, onChange, label = texts.common.search }: FindBoxProps): ReactNode {
  return (
    <SearchBox
      type="search"
      className="find"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(_, typed) => onChange(typed.value)}
    />
  )
}
