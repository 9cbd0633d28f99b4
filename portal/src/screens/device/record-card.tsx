/** What the organization holds about the machine beside its registration. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { DeviceRecordView } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { admin, ask } from '../../api/ask.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { dayOf } from '../../look/time.tsx'
import { repairs } from '../../texts/repair-texts.ts'
import { texts } from '../../texts/texts.ts'

const { devicePage, associations, enrollments, common } = texts
const { record: words } = devicePage

export function RecordCard({ id }: { id: string }): ReactNode {
  const query = useQuery({
    queryKey: ['devices', 'one', id, 'record'],
    queryFn: ({ signal }) => ask<DeviceRecordView>(`${admin}/devices/${id}/record`, { signal }),
  })
  return (
    <section className="card whole">
      <h2>{words.title}</h2>
      <Loaded query={query}>{(record) => <Pairs of={pairsOf(record)} />}</Loaded>
    </section>
  )
}

function pairsOf(of: DeviceRecordView) {
  return [
    [
      words.captures,
      words.captured(
        of.hashes.length,
        dayOf(of.hashes.at(-1)?.acceptedDateTime ?? of.claim.registeredDateTime),
      ),
    ],
    [words.tpmKey, <Lines key="t" of={of.tpmKeys.map((key) => [key, key])} isMono />],
    [words.productKeyId, <Lines key="p" of={of.productKeyIds.map((key) => [key, key])} />],
    [words.channel, words.channels[of.claim.channel] ?? of.claim.channel],
    [words.remediation, remediationOf(of)],
    [
      words.replaces,
      <Lines
        key="n"
        of={of.replaces.map((each) => [
          each.repairId === null ? `/deleted` : `/repairs/${each.repairId}`,
          words.replaced(each.serialNumber, dayOf(each.replacedDateTime)),
        ])}
        href={(path) => path}
      />,
    ],
    [
      words.identifiers,
      <Lines key="c" of={of.corporateIdentifiers.map((each) => [each.id, each.identifier])} />,
    ],
    [
      words.associations,
      <Lines
        key="a"
        of={of.associations.map((each) => [each.id, associations.states[each.state] ?? each.state])}
        href={() => '/associations'}
      />,
    ],
    [
      words.enrollments,
      <Lines
        key="e"
        of={of.enrollments.map((each) => [
          each.id,
          `${enrollments.states[each.state]}, ${dayOf(each.enrolledDateTime)}`,
        ])}
        href={() => '/enrollments'}
      />,
    ],
    [
      words.earlier,
      <Lines
        key="o"
        of={of.earlier.map((each) => [
          each.registrationId,
          words.deleted(dayOf(each.deletedDateTime), each.deletedBy),
        ])}
      />,
    ],
    [
      words.repairs,
      <Lines
        key="f"
        of={of.repairs.map((each) => [
          each.id,
          `${repairs.states[each.state as keyof typeof repairs.states]}, ${dayOf(each.openedDateTime)}`,
        ])}
        href={(id) => `/repairs/${id}`}
      />,
    ],
    [
      words.certificates,
      <Lines
        key="r"
        of={of.certificates.map((each) => [
          each.verifyUrl,
          words.certificate(each.side === 'receiver', dayOf(each.issuedDateTime)),
        ])}
      />,
    ],
  ] as const
}

function remediationOf({ remediation: { state, changedDateTime } }: DeviceRecordView): string {
  const said = words.remediations[state]
  return changedDateTime === null ? said : words.since(said, dayOf(changedDateTime))
}

type LinesProps = {
  readonly of: readonly (readonly [key: string, text: string])[]
  readonly isMono?: true
  readonly href?: (key: string) => string
}

function Lines({ of, isMono, href }: LinesProps): ReactNode {
  if (of.length === 0) return common.empty
  return (
    <ul className="plain">
      {of.map(([key, text]) => (
        <li key={key} className={isMono ? 'mono' : undefined}>
          {href === undefined ? (
            <OutsideText text={text} />
          ) : (
            <Link className="link" href={href(key)}>
              <OutsideText text={text} />
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
