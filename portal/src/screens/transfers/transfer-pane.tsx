/** One transfer: its devices, what may still be done, its dispute and its certificates. */
import { Button, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { TransferCertificates, TransferView } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { transfers: words, common } = texts

/** Such as `3 × Latitude 7450, 1 × Surface`. */
export function whatOf({ models }: TransferView): string {
  return models.map(({ model, count }) => `${count} × ${model ?? words.unknownModel}`).join(', ')
}

export function TransferPane({
  of,
  onClose,
}: {
  of: TransferView
  onClose: () => void
}): ReactNode {
  const isDone = of.state === 'completed' || of.state === 'reversed'
  return (
    <Pane
      title={words.title}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Pairs
        of={[
          [words.columns.state, words.states[of.state]],
          [words.columns.side, words.sides[of.side]],
          [words.columns.what, <OutsideText key="w" text={whatOf(of)} />],
          [words.columns.until, <Time key="t" at={of.expiresDateTime} />],
          [words.message, <OutsideText key="m" text={of.message} empty={common.empty} />],
        ]}
      />
      {of.devices.length > 0 && (
        <ul className="plain">
          {of.devices.map(({ serialNumber, model }) => (
            <li key={serialNumber}>
              <OutsideText text={`${serialNumber} · ${model ?? words.unknownModel}`} />
            </li>
          ))}
        </ul>
      )}
      <Acts of={of} onClose={onClose} />
      {of.dispute !== null && (
        <section className="stack">
          <h3>{words.disputeTitle}</h3>
          <Pairs
            of={[
              [words.reason, <OutsideText key="r" text={of.dispute.reason} />],
              [words.answer, <OutsideText key="a" text={of.dispute.answer} empty={common.empty} />],
            ]}
          />
        </section>
      )}
      {isDone && <Certificates id={of.id} />}
    </Pane>
  )
}

type Act = { readonly path: string; readonly member?: string; readonly said: string }

const acts = {
  withdraw: { path: 'withdraw', said: words.withdrawn },
  decline: { path: 'decline', said: words.declined },
  dispute: { path: 'dispute', member: 'reason', said: words.disputed },
  answer: { path: 'answer', member: 'answer', said: words.answered },
} as const satisfies Record<string, Act>

/** What this side may do now; the server decides whether it still can. */
function possible({ side, state, dispute }: TransferView): (keyof typeof acts)[] {
  if (state === 'offered') return side === 'giver' ? ['withdraw'] : ['decline']
  if (state !== 'completed') return []
  if (side === 'giver') return dispute === null ? ['dispute'] : []
  return dispute !== null && dispute.decidedDateTime === null ? ['answer'] : []
}

function Acts({ of, onClose }: { of: TransferView; onClose: () => void }): ReactNode {
  const may = useMay()
  const [text, setText] = useState('')
  const permission = of.side === 'giver' ? 'transfers.offer' : 'transfers.accept'

  async function act({ path, member, said }: Act): Promise<void> {
    const body = member === undefined ? {} : { [member]: text.trim() }
    const at = `${admin}/transfers/${of.id}/${path}`
    if (!(await attempt(() => ask(at, { method: 'POST', body })))) return
    notify({ text: said })
    await entitiesChanged()
    onClose()
  }

  if (!may(permission)) return null
  return possible(of).map((name) => {
    const each: Act = acts[name]
    return (
      <div key={name} className="stack">
        {each.member !== undefined && (
          <Field label={name === 'dispute' ? words.reason : words.answer}>
            <Textarea value={text} onChange={(_, { value }) => setText(value)} />
          </Field>
        )}
        <div>
          <Button
            disabled={each.member !== undefined && text.trim() === ''}
            onClick={() => void act(each)}
          >
            {words[name]}
          </Button>
        </div>
      </div>
    )
  })
}

function Certificates({ id }: { id: string }): ReactNode {
  const query = useEntity<TransferCertificates>(`${admin}/transfers/${id}/certificates`)
  return (
    <section className="stack">
      <h3>{words.certificates}</h3>
      <Loaded query={query}>
        {({ certificates }) => (
          <>
            <ul className="plain stack">
              {certificates.map((each) => (
                <li key={each.id} className="row">
                  <span className="grow">
                    <OutsideText text={`${each.serialNumber} · ${each.sequence}`} />
                  </span>
                  <a className="link" href={`/verify/${each.id}`} target="_blank" rel="noreferrer">
                    {words.verify}
                  </a>
                </li>
              ))}
            </ul>
            <div>
              <Button onClick={() => save(id, certificates)}>{words.saveCertificates}</Button>
            </div>
          </>
        )}
      </Loaded>
    </section>
  )
}

/** As `taxiway release verify` reads them. */
function save(id: string, certificates: TransferCertificates['certificates']): void {
  const text = JSON.stringify({ certificates }, undefined, 2)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `certificates-${id}.json`
  link.click()
  URL.revokeObjectURL(url)
}
