/** Rows that are on their way, or were when the page went away. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { OutsideText } from '../../look/outside-text.tsx'
import { Progress } from '../../look/progress.tsx'
import { texts } from '../../texts/texts.ts'
import type { Piece } from '../../unsent.ts'
import { type Sending, stopSending } from './sending.ts'

const { importing } = texts

export function Underway({ of: { sent, all, state } }: { of: Sending }): ReactNode {
  const words = {
    sending: importing.keepOpen(all - sent),
    waiting: importing.waiting,
    stopping: importing.stopping,
  }
  return (
    <div className="card stack">
      <Progress part={sent} all={all} name={importing.sending(sent, all)} />
      <div className="row wrap">
        <p className="grow" role="status">
          {words[state]}
        </p>
        <Button disabled={state === 'stopping'} onClick={stopSending}>
          {importing.stop}
        </Button>
      </div>
    </div>
  )
}

type LeftProps = {
  readonly of: readonly Piece[]
  readonly onSend: () => void
  readonly onForget: () => void
}

/** What was to be sent when the page went away. */
export function Left({ of, onSend, onForget }: LeftProps): ReactNode {
  const rows = of.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="bar warning" role="alert">
      <span className="grow">
        {importing.left(rows)} <OutsideText text={of[0]?.label} />
      </span>
      <Button size="small" appearance="primary" onClick={onSend}>
        {importing.sendLeft(rows)}
      </Button>
      <Button size="small" onClick={onForget}>
        {importing.forgetLeft}
      </Button>
    </div>
  )
}
