/** What can be done with a case now: the wizard is the case's own state. */
import { Button, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { RepairCaseDetail } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { repairs as words } from '../../texts/repair-texts.ts'
import { ParkForm, ReregisterForm, ReturnedForm } from './device-forms.tsx'
import type { FormProps } from './form-props.ts'
import { DiagnosticsForm, SubmitForm, VendorForm } from './vendor-forms.tsx'

export function NextStep({ of }: { of: RepairCaseDetail }): ReactNode {
  async function send(act: string, body: object = {}): Promise<boolean> {
    const path = `${admin}/repair-cases/${of.id}/${act}`
    const isDone = await attempt(() => ask(path, { method: 'POST', body }))
    if (isDone) notify({ text: act === 'reregister' ? words.reregistered : words.done })
    await entitiesChanged()
    return isDone
  }

  const may = (act: string) => of.acts.includes(act)
  return (
    <section className="card stack no-print" aria-label={words.next}>
      <h2>{words.next}</h2>
      {may('diagnostics') && may('submit') === false && <DiagnosticsForm of={of} send={send} />}
      {may('submit') && <SubmitForm of={of} send={send} />}
      {may('vendor-status') && <VendorForm of={of} send={send} />}
      {may('release-device') && <ParkForm of={of} send={send} />}
      {may('reregister') && <ReregisterForm of={of} send={send} />}
      {may('returned') && <ReturnedForm of={of} send={send} />}
      <ReplyForm of={of} send={send} />
      <div className="row wrap">
        {may('close') && <Button onClick={() => void send('close')}>{words.close}</Button>}
        {may('cancel') && <Button onClick={() => void send('cancel')}>{words.cancel}</Button>}
      </div>
    </section>
  )
}

function ReplyForm({ send }: FormProps): ReactNode {
  const [text, setText] = useState('')
  return (
    <div className="stack">
      <Field label={words.replyText}>
        <Textarea value={text} maxLength={1_000} onChange={(_, { value }) => setText(value)} />
      </Field>
      <div>
        <Button
          disabled={text.trim() === ''}
          onClick={() =>
            void send('notes', { text: text.trim(), isReply: true }).then(
              (isDone) => isDone && setText(''),
            )
          }
        >
          {words.reply}
        </Button>
      </div>
    </div>
  )
}
