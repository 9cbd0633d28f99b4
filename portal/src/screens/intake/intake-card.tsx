/** One device that was handed in, and what is decided about it. */
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { IntakeView } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { intake as words } from '../../texts/intake-texts.ts'

const tones: Readonly<Record<IntakeView['state'], Tone>> = {
  pending: 'busy',
  approved: 'good',
  rejected: 'bad',
  expired: 'idle',
}

export function IntakeCard({ of }: { of: IntakeView }): ReactNode {
  return (
    <section className="card stack">
      <div className="row wrap">
        <h3 className="grow">
          <OutsideText text={of.serialNumber} empty={words.noSerial} />
        </h3>
        <Status tone={tones[of.state]}>{words.states[of.state]}</Status>
      </div>
      <div>
        <OutsideText text={`${of.manufacturer} ${of.model}`.trim()} empty={words.kinds[of.kind]} />
      </div>
      <div className="quiet">
        {words.kinds[of.kind]} · <Time at={of.submittedDateTime} /> ·{' '}
        <OutsideText text={words.from(of.address)} />
        {of.note !== '' && (
          <>
            {' '}
            · <OutsideText text={of.note} />
          </>
        )}
      </div>
      {of.state === 'pending' ? <Decision of={of} /> : <Decided of={of} />}
    </section>
  )
}

function Decided({ of }: { of: IntakeView }): ReactNode {
  return (
    <div className="quiet">
      {of.decidedBy !== null && <OutsideText text={words.by(of.decidedBy)} />}{' '}
      {of.reason !== null && <OutsideText text={of.reason} />}{' '}
      {of.receiptId !== null && (
        <Link className="link" href={`/imports/${of.receiptId.slice(0, -8)}00000000`}>
          {words.openReceipt}
        </Link>
      )}
    </div>
  )
}

function Decision({ of }: { of: IntakeView }): ReactNode {
  const may = useMay()
  const [tag, setTag] = useState('')
  const [asks, setAsks] = useState(false)
  const isHash = of.kind === 'hash'

  async function decide(how: 'approve' | 'associate' | 'reject', said: string): Promise<void> {
    const body = how === 'approve' && tag.trim() !== '' ? { groupTag: tag.trim() } : {}
    const path = `${admin}/intake/${of.id}/${how}`
    if (await attempt(() => ask(path, { method: 'POST', body }))) notify({ text: said })
    await entitiesChanged()
  }

  return (
    <>
      {isHash && (
        <Field label={words.groupTag} {...(of.groupTag !== null && { hint: words.tagOfCode })}>
          <Input
            value={tag}
            placeholder={of.groupTag ?? ''}
            onChange={(_, { value }) => setTag(value)}
          />
        </Field>
      )}
      <div className="row wrap">
        {isHash && (
          <Button appearance="primary" onClick={() => setAsks(true)}>
            {words.approve}
          </Button>
        )}
        {!isHash && may('associated-devices.import') && (
          <Button appearance="primary" onClick={() => void decide('associate', words.associated)}>
            {words.associate}
          </Button>
        )}
        <Button onClick={() => void decide('reject', words.rejected)}>{words.reject}</Button>
      </div>
      <div className="quiet small">
        {words.until} <Time at={of.expiresDateTime} />
      </div>
      {asks && (
        <Confirm
          title={words.approveTitle(of.serialNumber || words.noSerial)}
          text={words.approveText}
          act={words.approve}
          onClose={() => setAsks(false)}
          onConfirm={() => void decide('approve', words.approved)}
        />
      )}
    </>
  )
}
