/** One enrolled device: what its sessions brought, and how it is let go. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { EnrollmentManagement, EnrollmentView } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { enrollments: words, common } = texts

type Props = { readonly of: EnrollmentView; readonly onClose: () => void }

export function EnrollmentPane({ of, onClose }: Props): ReactNode {
  const may = useMay()
  return (
    <Pane
      title={of.deviceName ?? words.unnamed}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <About of={of} />
      {may('managed-devices.act') && of.state !== 'ended' && <Acts of={of} onClose={onClose} />}
      <Sessions id={of.id} />
    </Pane>
  )
}

function About({ of }: { of: EnrollmentView }): ReactNode {
  const state =
    of.endedBy === null ? words.states[of.state] : words.ended(words.endedBy[of.endedBy])
  return (
    <>
      <Pairs
        of={[
          [words.columns.state, state],
          [words.columns.ownership, words.ownership[of.ownership]],
          [
            words.columns.user,
            <OutsideText key="u" text={of.userPrincipalName} empty={common.empty} />,
          ],
          [words.columns.means, words.means[of.means]],
          [words.columns.version, <OutsideText key="v" text={of.osVersion} empty={common.empty} />],
          [words.columns.deviceId, <OutsideText key="i" text={of.deviceId} />],
          [words.columns.enrolled, <Time key="e" at={of.enrolledDateTime} />],
          [words.columns.seen, <Time key="l" at={of.lastSeenDateTime} />],
        ]}
      />
      {of.wipe !== null && <p className="bar warning">{words.wiping[of.wipe]}</p>}
      {of.sharesDeviceId && <p className="bar warning">{words.shares}</p>}
      {of.registrationId !== null && (
        <Link className="link" href={`/devices/${of.registrationId}`}>
          {words.openRegistration}
        </Link>
      )}
    </>
  )
}

function Sessions({ id }: { id: string }): ReactNode {
  const query = useEntity<EnrollmentManagement>(`${admin}/enrollments/${id}/management`)
  return (
    <section className="stack">
      <h3>{words.sessions}</h3>
      <Loaded query={query}>
        {(said) =>
          said.sessions === 0 ? (
            <p className="quiet">{words.noSessions}</p>
          ) : (
            <Pairs
              of={[
                [words.sessions, words.sessionCount(said.sessions)],
                [words.next, <Time key="n" at={said.nextSessionDateTime} />],
                [words.asked, <OutsideText key="a" text={saidIn(said)} empty={common.empty} />],
                [words.hash, said.hardwareHash.sentence],
                [words.setup, setupOf(said)],
              ]}
            />
          )
        }
      </Loaded>
    </section>
  )
}

function saidIn({ inventory }: EnrollmentManagement): string {
  if (inventory === null) return ''
  const { manufacturer, model, serialNumber, softwareVersion } = inventory
  return [manufacturer, model, serialNumber, softwareVersion].filter((each) => each).join(' · ')
}

function setupOf({ setup }: EnrollmentManagement): string {
  const state = words.setupStates[setup.state]
  return setup.page === null ? state : `${state} (${setup.page.name})`
}

function Acts({ of: { id, state }, onClose }: Props): ReactNode {
  const [asks, setAsks] = useState<'unenroll' | 'revoke'>()

  async function act(name: 'unenroll' | 'revoke', said: string): Promise<void> {
    const path = `${admin}/enrollments/${id}/${name}`
    if (!(await attempt(() => ask(path, { method: 'POST', body: {} })))) return
    notify({ text: said })
    await entitiesChanged()
    onClose()
  }

  return (
    <div className="row wrap">
      {state === 'active' && <Button onClick={() => setAsks('unenroll')}>{words.unenroll}</Button>}
      <Button onClick={() => setAsks('revoke')}>{words.revoke}</Button>
      {asks === 'unenroll' && (
        <Confirm
          title={words.unenrollTitle}
          text={words.unenrollText}
          act={words.unenroll}
          onClose={() => setAsks(undefined)}
          onConfirm={() => void act('unenroll', words.unenrolled)}
        />
      )}
      {asks === 'revoke' && (
        <Confirm
          title={words.revokeTitle}
          text={words.revokeText}
          act={words.revoke}
          onClose={() => setAsks(undefined)}
          onConfirm={() => void act('revoke', words.revoked)}
        />
      )}
    </div>
  )
}
