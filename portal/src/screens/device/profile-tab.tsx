/** Which profile, and why just that one. */
import type { ReactNode } from 'react'
import type { Assignment, Device } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { useAssignment } from '../../api/device-detail.ts'
import { useMay } from '../../api/me.ts'
import { useProfiles } from '../../api/profiles.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { ProfileStatus } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { devicePage, deviceFields } = texts

export function ProfileTab({ device }: { device: Device }): ReactNode {
  const assignment = useAssignment(device.id)
  return (
    <section className="card">
      <Loaded query={assignment}>
        {(data) => (
          <>
            {data.profileId === null ? (
              <p>{devicePage.profileNone}</p>
            ) : (
              <Pairs
                of={[
                  [
                    devicePage.profileIs,
                    <Link key="p" className="link" href={`/profiles/${data.profileId}`}>
                      <OutsideText text={device.profileName ?? data.profileId} />
                    </Link>,
                  ],
                  [
                    deviceFields.profileStatus,
                    <ProfileStatus key="s" status={device.profileStatus} />,
                  ],
                  [devicePage.because, <OutsideText key="b" text={reasonOf(data.because)} />],
                  [devicePage.since, <Time key="t" at={device.profileAssignedDateTime} />],
                ]}
              />
            )}
            {data.others.length > 0 && <Others of={data.others} />}
          </>
        )}
      </Loaded>
    </section>
  )
}

/** By their names, where the person may see profiles. */
function Others({ of }: { of: Assignment['others'] }): ReactNode {
  const may = useMay()
  const profiles = useProfiles(may('profiles.read'))
  const nameOf = (id: string) => profiles.data?.find((each) => each.id === id)?.displayName ?? id
  return (
    <>
      <h3>{devicePage.others}</h3>
      <ul className="plain">
        {of.map(({ profileId, reason }) => (
          <li key={profileId}>
            <Link className="link" href={`/profiles/${profileId}`}>
              <OutsideText text={nameOf(profileId)} />
            </Link>{' '}
            <span className="quiet">{devicePage.otherReasons[reason] ?? reason}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function reasonOf(because: Assignment['because']): string {
  if (because === null) return ''
  const { by, group, rule } = because
  if (by === 'everyone') return devicePage.becauseAll
  if (by === 'name') return devicePage.becauseNamed
  if (group === null) return devicePage.becauseSomeGroup
  return rule === null ? devicePage.becauseGroup(group) : devicePage.becauseRule(group, rule)
}
