/** Asks once before something is done for which somebody has to say why. */
import { Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { Confirm, type ConfirmProps } from './confirm.tsx'

export type ConfirmWithReasonProps = Omit<ConfirmProps, 'isReady' | 'onConfirm'> & {
  readonly label: string
  readonly hint: string
  readonly onConfirm: (reason: string) => void
}

/** As much as the server takes. */
const maxLength = 1_000

export function ConfirmWithReason({
  text,
  label,
  hint,
  onConfirm,
  ...confirm
}: ConfirmWithReasonProps): ReactNode {
  const [reason, setReason] = useState('')
  const said = reason.trim()
  return (
    <Confirm
      {...confirm}
      text={
        <div className="stack">
          <p>{text}</p>
          <Field label={label} hint={hint} required>
            <Textarea
              value={reason}
              rows={3}
              maxLength={maxLength}
              onChange={(_, { value }) => setReason(value)}
            />
          </Field>
        </div>
      }
      isReady={said !== ''}
      onConfirm={() => onConfirm(said)}
    />
  )
}
