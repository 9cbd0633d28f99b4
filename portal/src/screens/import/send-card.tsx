/** What is given to all rows, and sends those that are good. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { texts } from '../../texts/texts.ts'
import { TagField } from '../devices/edit/tag-field.tsx'
import { UserField } from '../devices/edit/user-field.tsx'
import type { CheckedFile } from './worker-messages.ts'

const { importing } = texts

export type Checked = {
  readonly files: readonly CheckedFile[]
  readonly good: number
  readonly out: number
}

type Overrides = { readonly groupTag: string; readonly user: string }

export type SendCardProps = {
  readonly checked: Checked
  readonly overrides: Overrides
  readonly onOverrides: (overrides: Overrides) => void
  readonly isSending: boolean
  readonly onSend: () => void
  /** Saves the rows that stay out. */
  readonly onRest: () => void
}

export function SendCard(props: SendCardProps): ReactNode {
  const { checked, overrides, onOverrides, isSending, onSend, onRest } = props
  return (
    <section className="card stack">
      <div className="cards fields">
        <TagField
          label={`${importing.groupTag} – ${importing.asInFile}`}
          value={overrides.groupTag}
          onChange={(groupTag) => onOverrides({ ...overrides, groupTag })}
        />
        <UserField
          label={`${importing.user} – ${importing.asInFile}`}
          value={overrides.user}
          onChange={(user) => onOverrides({ ...overrides, user })}
        />
      </div>
      <div className="row wrap">
        <Button appearance="primary" disabled={checked.good === 0 || isSending} onClick={onSend}>
          {importing.importRows(checked.good)}
        </Button>
        {checked.good === 0 && <span className="quiet">{importing.nothingToSend}</span>}
        {checked.out > 0 && (
          <>
            <span>{importing.staysOut(checked.out)}</span>
            <Button size="small" appearance="transparent" onClick={onRest}>
              {importing.downloadRest}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}
