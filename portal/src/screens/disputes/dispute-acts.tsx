/** How a dispute goes on: its holder contests or releases, an operator of the installation decides. */
import { Button, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { DisputeView } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { disputesPath, isUndecided } from '../../api/disputes.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { disputes as words } from '../../texts/dispute-texts.ts'

type Ending = 'release' | 'keep' | 'displace'

export function DisputeActs({ of }: { of: DisputeView }): ReactNode {
  const may = useMay()
  const [asks, setAsks] = useState<Ending>()
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

  const endings = {
    release: {
      title: words.releaseTitle(serial),
      text: words.releaseText,
      act: words.release,
      run: () => act('release', {}, words.released),
    },
    keep: {
      title: words.keepTitle(serial),
      text: words.keepText,
      act: words.keep,
      run: () => act('decide', { decision: 'keep' }, words.decided),
    },
    displace: {
      title: words.displaceTitle(serial),
      text: words.displaceText,
      act: words.displace,
      run: () => act('decide', { decision: 'displace' }, words.decided),
    },
  }
  const asked = asks && endings[asks]
  const release = isHolder && <Button onClick={() => setAsks('release')}>{words.release}</Button>
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
          <Button onClick={() => setAsks('keep')}>{words.keep}</Button>
          <Button onClick={() => setAsks('displace')}>{words.displace}</Button>
        </div>
      )}
      {asked !== undefined && (
        <Confirm {...asked} onClose={() => setAsks(undefined)} onConfirm={() => void asked.run()} />
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
      className="card form"
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
