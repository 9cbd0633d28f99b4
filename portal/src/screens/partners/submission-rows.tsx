/** The rows of a partner's upload, watched until each has its verdict, with what to do about refusals. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explainRefusal } from 'taxiway-autopilot'
import type { SubmissionDetail, SubmissionRow } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { ask } from '../../api/ask.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Progress } from '../../look/progress.tsx'
import { Some } from '../../look/some.tsx'
import { Loaded } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { number } from '../../texts/numbers.ts'
import { customers } from '../../texts/partner-texts.ts'

const titles = customers.jobColumns
const tones: Readonly<Record<string, Tone>> = { undecided: 'busy', complete: 'good', error: 'bad' }

/** How often it is looked at while rows wait. ms */
const often = 1_000

type SubmissionRowsProps = {
  readonly path: string
  /** Only the customer's people may open the devices. */
  readonly linksDevices?: boolean
}

export function SubmissionRows({ path, linksDevices = false }: SubmissionRowsProps): ReactNode {
  const query = useQuery({
    queryKey: ['entities', path],
    queryFn: ({ signal }) => ask<SubmissionDetail>(path, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'processing' ? often : false),
  })
  return (
    <Loaded query={query}>
      {({ counts: { total, succeeded, failed }, rows }) => {
        const waiting = total - succeeded - failed
        return (
          <Page title={customers.job}>
            <section className="card stack">
              <p role="status" className="result">
                {waiting > 0
                  ? customers.jobRunning(waiting)
                  : customers.jobResult(succeeded, failed)}
              </p>
              {waiting > 0 && (
                <Progress part={total - waiting} all={total} name={customers.jobRunning(waiting)} />
              )}
            </section>
            <Some of={rows} step={200}>
              {(shown) => (
                <div className="scroll">
                  <table className="table stacked submission">
                    <thead>
                      <tr>
                        <th scope="col">{titles.row}</th>
                        <th scope="col">{titles.device}</th>
                        <th scope="col">{titles.state}</th>
                        <th scope="col">{titles.meaning}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {shown.map((row) => (
                        <Row key={row.n} of={row} isLink={linksDevices} />
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </Some>
          </Page>
        )
      }}
    </Loaded>
  )
}

function Row({ of, isLink }: { of: SubmissionRow; isLink: boolean }): ReactNode {
  const { n, status, errorName, errorCode, registrationId } = of
  const { meaning, nextStep } = explainRefusal(errorName ?? '')
  const name = <OutsideText text={of.serialNumber ?? of.productKey} empty={customers.hashOnly} />
  return (
    <tr>
      <td>{number(n)}</td>
      <td>
        {isLink && registrationId !== null ? (
          <Link className="link" href={`/devices/${registrationId}`}>
            {name}
          </Link>
        ) : (
          name
        )}
      </td>
      <td>
        <Status tone={tones[status] ?? 'idle'}>{customers.rowStates[status] ?? status}</Status>
        {errorName !== null && (
          <div className="mono small">
            {errorCode} {errorName}
          </div>
        )}
      </td>
      <td>
        {errorName !== null && (
          <>
            <div>{meaning}</div>
            <div className="quiet">{nextStep}</div>
          </>
        )}
      </td>
    </tr>
  )
}
