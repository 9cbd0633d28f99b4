/** Devices that said that they have other hardware now; one click opens their case. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { RepairCase, RepairFinding } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { ReadSoFar } from '../../look/read-so-far.tsx'
import { Some } from '../../look/some.tsx'
import { Time } from '../../look/time.tsx'
import { repairs as words } from '../../texts/repair-texts.ts'

export function Findings(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const path = `${admin}/repair-findings?limit=500`
  const { data: found = [], rest } = useLongList<RepairFinding>(path, { by: 'after' })
  if (found.length === 0) return null

  async function open({ registrationId }: RepairFinding): Promise<void> {
    const body = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }
    const path = `${admin}/repair-findings/${registrationId}/open`
    await attempt(async () => {
      const { id } = await ask<RepairCase>(path, { method: 'POST', body })
      await entitiesChanged()
      navigate(`/repairs/${id}`)
    })
  }

  return (
    <section className="card stack" aria-label={words.findings}>
      <h2>{words.findings}</h2>
      <Some of={found} step={10}>
        {(shown) => (
          <ul className="plain stack">
            {shown.map((each) => (
              <li key={each.registrationId} className="row wrap">
                <span className="grow">
                  <OutsideText text={`${each.serialNumber} · ${each.model ?? ''}`} />
                  <span className="quiet small">
                    {' '}
                    {words.since} <Time at={each.sinceDateTime} />
                  </span>
                </span>
                {may('repairs.write') && (
                  <Button onClick={() => void open(each)}>{words.openIt(each.serialNumber)}</Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Some>
      <ReadSoFar all={found.length} found={found.length} rest={rest} />
    </section>
  )
}
