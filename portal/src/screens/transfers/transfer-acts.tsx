/** What a side of a transfer may still do, and how an operator of the installation decides its dispute. */
import { Button, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { TransferDecision, TransferView } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { transfersPath } from '../../api/transfers.ts'
import { ConfirmWithReason } from '../../look/confirm-with-reason.tsx'
import { transfers as words } from '../../texts/transfer-texts.ts'

type Act = { readonly path: string; readonly member?: string; readonly said: string }

const acts = {
  withdraw: { path: 'withdraw', said: words.withdrawn },
  decline: { path: 'decline', said: words.declined },
  dispute: { path: 'dispute', member: 'reason', said: words.disputed },
  answer: { path: 'answer', member: 'answer', said: words.answered },
} as const satisfies Record<string, Act>

/** What this side may do now; the server decides whether it still can. */
function possible({ side, state, dispute }: TransferView): (keyof typeof acts)[] {
  if (side === 'none') return []
  if (state === 'offered') return side === 'giver' ? ['withdraw'] : ['decline']
  if (state !== 'completed') return []
  if (side === 'giver') return dispute === null ? ['dispute'] : []
  return dispute !== null && dispute.decidedDateTime === null ? ['answer'] : []
}

type ActsProps = { readonly of: TransferView; readonly onClose: () => void }

export function TransferActs({ of, onClose }: ActsProps): ReactNode {
  const may = useMay()
  const [text, setText] = useState('')
  const permission = of.side === 'giver' ? 'transfers.offer' : 'transfers.accept'

  async function act({ path, member, said }: Act): Promise<void> {
    const body = member === undefined ? {} : { [member]: text.trim() }
    const at = `${transfersPath}/${of.id}/${path}`
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

const decisions = {
  keep: { title: words.keepTitle, text: words.keepText, act: words.keep },
  reverse: { title: words.reverseTitle, text: words.reverseText, act: words.reverse },
} as const

export function TransferDecisions({ of, onClose }: ActsProps): ReactNode {
  const may = useMay()
  const [decision, setDecision] = useState<TransferDecision['decision']>()
  if (!may('tenants.write') || of.dispute === null || of.dispute.decidedDateTime !== null)
    return null

  async function decide(body: TransferDecision): Promise<void> {
    const at = `${transfersPath}/${of.id}/decide`
    if (!(await attempt(() => ask(at, { method: 'POST', body })))) return
    notify({ text: words.decidedNow })
    await entitiesChanged()
    onClose()
  }

  return (
    <div className="row wrap decide">
      <Button onClick={() => setDecision('keep')}>{words.keep}</Button>
      <Button onClick={() => setDecision('reverse')}>{words.reverse}</Button>
      {decision !== undefined && (
        <ConfirmWithReason
          {...decisions[decision]}
          label={words.decideReason}
          hint={words.decideHint}
          onClose={() => setDecision(undefined)}
          onConfirm={(reason) => void decide({ decision, reason })}
        />
      )}
    </div>
  )
}
