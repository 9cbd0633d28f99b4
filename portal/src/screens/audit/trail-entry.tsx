/** One entry of the audit trail: a sentence, and everything that is known when it is opened. */
import type { ReactNode } from 'react'
import type { AuditEvent } from 'taxiway-autopilot/admin'
import { Actor } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Status } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { auditSentence } from '../../texts/audit-sentence.ts'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'

const { audit } = texts

export function TrailEntry({ of }: { of: AuditEvent }): ReactNode {
  const { actor, result, activity } = of
  const who =
    actor['userPrincipalName'] ??
    actor['applicationDisplayName'] ??
    (actor['applicationId'] === undefined ? '' : `application ${actor['applicationId']}`)
  return (
    <li>
      <details>
        <summary>
          <Status tone={result === 'Success' ? 'good' : 'bad'}>
            {audit.results[result] ?? result}
          </Status>
          <strong>
            <OutsideText text={auditSentence(activity, of.resources)} />
          </strong>
          <Actor name={who} />
          <span className="grow" />
          <Time at={of.at} />
        </summary>
        <Pairs
          of={[
            [audit.seq, number(of.seq)],
            [audit.category, <OutsideText key="c" text={of.category} />],
            [
              audit.columns.address,
              <OutsideText key="a" text={actor['ipAddress'] ?? actor['address'] ?? ''} />,
            ],
            [
              audit.request,
              <span key="r" className="mono">
                {of.correlationId}
              </span>,
            ],
            ...(of.reason === null
              ? []
              : [[audit.reason, <OutsideText key="w" text={of.reason} />] as const]),
            [
              audit.resources,
              <pre key="p" className="code">
                <OutsideText text={JSON.stringify(of.resources.slice(0, 20), undefined, 1)} />
              </pre>,
            ],
          ]}
        />
      </details>
    </li>
  )
}
