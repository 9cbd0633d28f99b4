/** How a dispute goes on: its holder contests or releases, an operator of the installation decides. */
import { Button, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { DisputeDecision, DisputeView } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { disputesPath, isUndecided } from '../../api/disputes.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { ConfirmWithReason } from '../../look/confirm-with-reason.tsx'
import { disputes as words } from '../../texts/dispute-texts.ts'

type Decision = DisputeDecision['decision']

const decisions = {
  keep: { title: words.keepTitle, text: words.keepText, act: words.keep },
  displace: { title: words.displaceTitle, text: words.displaceText, act: words.displace },
} as const

export function DisputeActs({ of }: { of: DisputeView }): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const [releases, setReleases] = useState(false)
  const [decision, setDecision] = useState<Decision>()
  const { id, side, state } = of
  const serial = of.serialNumber || words.noSerial
  const isHolder = side === 'holder' && may('identity.decide')
  const isOperator = may('tenants.write')
  if (!(isUndecided(of) && (isHolder || isOperator))) return null

  async function act(path: string, body: object, said: string): Promise<void> {
    const isDone = await attempt(() =>
      ask(`${disputesPath}/${id}/${path}`, { method: 'POST', body }),
    )
    if (!isDone) return
    notify({ text: said })
    await entitiesChanged()
  }

  async function decide(reason: string): Promise<void> {
    // An operator's list has only what nobody has decided.
    if (side === 'none') navigate('/disputes')
    await act('decide', { decision, reason }, words.decided)
  }

  const release = isHolder && <Button onClick={() => setReleases(true)}>{words.release}</Button>
  return (
    <>
      {isHolder && state === 'open' ? (
        <Contest onContest={(reason) => act('contest', { reason }, words.contested)}>
          {release}
        </Contest>
      ) : (
        <div className="row">{release}</div>
      )}
      {isOperator && (
        <div className="row wrap decide">
          <Button onClick={() => setDecision('keep')}>{words.keep}</Button>
          <Button onClick={() => setDecision('displace')}>{words.displace}</Button>
        </div>
      )}
      {releases && (
        <Confirm
          title={words.releaseTitle(serial)}
          text={words.releaseText}
          act={words.release}
          onClose={() => setReleases(false)}
          onConfirm={() => void act('release', {}, words.released)}
        />
      )}
      {decision !== undefined && (
        <ConfirmWithReason
          {...decisions[decision]}
          title={decisions[decision].title(serial)}
          label={words.decideReason}
          hint={words.decideHint}
          onClose={() => setDecision(undefined)}
          onConfirm={(reason) => void decide(reason)}
        />
      )}
    </>
  )
}

type ContestProps = {
  readonly onContest: (reason: string) => Promise<void>
  /** The other way out. */
  readonly children: ReactNode
}

function Contest({ onContest, children }: ContestProps): ReactNode {
  const [reason, setReason] = useState('')
  return (
    <form
      className="card form no-print"
      onSubmit={(event) => {
        event.preventDefault()
        void onContest(reason.trim())
      }}
    >
      <Field label={words.contestReason} hint={words.contestHint} required>
        <Textarea
          value={reason}
          rows={2}
          maxLength={1_000}
          onChange={(_, { value }) => setReason(value)}
        />
      </Field>
      <div className="row wrap">
        <Button type="submit" appearance="primary" disabled={reason.trim() === ''}>
          {words.contest}
        </Button>
        {children}
      </div>
    </form>
  )
}
