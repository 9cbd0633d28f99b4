/** What a partner may do, in words. */
import type { ReactNode } from 'react'
import { Choices } from '../../look/choices.tsx'
import { visible } from '../../look/outside-text.tsx'
import { scopeWords } from '../../texts/partner-texts.ts'

export function wordsOfScope(scope: string): string {
  return scopeWords[scope] ?? visible(scope)
}

export function ScopeList({ scopes }: { scopes: readonly string[] }): ReactNode {
  return (
    <ul className="plain">
      {scopes.map((scope) => (
        <li key={scope}>{wordsOfScope(scope)}</li>
      ))}
    </ul>
  )
}

type ScopeBoxesProps = {
  readonly of: readonly string[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

export function ScopeBoxes(props: ScopeBoxesProps): ReactNode {
  return <Choices {...props} wordsOf={wordsOfScope} />
}

/** A whole number that a person typed; undefined: nothing, NaN: not one. */
export function typedNumber(text: string): number | undefined {
  if (text.trim() === '') return undefined
  return /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN
}
