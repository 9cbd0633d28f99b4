/** What became of each row of an import, and what that means. */
import { Button } from '@fluentui/react-components'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explainRefusal } from 'taxiway-autopilot'
import type { ImportReceipt } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { fetchReceipts, importsKey } from '../../api/imports.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'

const { imports, common, deviceList } = texts
const tones: Readonly<Record<string, Tone>> = { undecided: 'busy', complete: 'good', error: 'bad' }

type RowsProps = { readonly id: string; readonly query: string; readonly undecided: number }

/** Looked at again while verdicts come, unless the person has gone on to further pages, which must not vanish. */
export function ImportRows({ id, query, undecided }: RowsProps): ReactNode {
  const rows = useInfiniteQuery({
    queryKey: [...importsKey, id, 'rows', query, undecided === 0],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => fetchReceipts(id, query, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) =>
      undecided > 0 && (state.data?.pages.length ?? 1) === 1 ? 1_000 : false,
  })
  const titles = imports.rows
  return (
    <Loaded query={rows}>
      {({ pages }) => (
        <div className="scroll">
          <table className="table stacked receipts">
            <thead>
              <tr>
                <th scope="col">{titles.file}</th>
                <th scope="col">{titles.line}</th>
                <th scope="col">{titles.serial}</th>
                <th scope="col">{titles.state}</th>
                <th scope="col">{titles.meaning}</th>
              </tr>
            </thead>
            <tbody>
              {pages.flatMap(({ value }) => value.map((each) => <Row key={each.id} of={each} />))}
            </tbody>
          </table>
          {rows.hasNextPage && (
            <Button onClick={() => void rows.fetchNextPage()}>{common.more}</Button>
          )}
        </div>
      )}
    </Loaded>
  )
}

function Row({ of }: { of: ImportReceipt }): ReactNode {
  const { state, deviceId, conflictId, userWarning, errorName, errorCode } = of
  return (
    <tr>
      <td>
        <OutsideText text={of.file} />
      </td>
      <td data-label={imports.rows.line}>{of.line === null ? '' : number(of.line)}</td>
      <td>
        {deviceId === null ? (
          <OutsideText text={of.serialNumber} empty={deviceList.noSerial} />
        ) : (
          <Link className="link" href={`/devices/${deviceId}`}>
            <OutsideText text={of.serialNumber} empty={deviceList.noSerial} />
          </Link>
        )}
      </td>
      <td>
        <Status tone={tones[state] ?? 'idle'}>{imports.states[state] ?? state}</Status>
        {errorName !== null && (
          <div className="mono small">
            {errorCode} {errorName}
          </div>
        )}
      </td>
      <td>
        {errorName !== null && <Meaning name={errorName} />}
        {conflictId !== null && (
          <Link className="link" href={`/conflicts/${conflictId}`}>
            {imports.rows.decide}
          </Link>
        )}
        {userWarning !== null && <OutsideText text={userWarning} />}
      </td>
    </tr>
  )
}

function Meaning({ name }: { name: string }): ReactNode {
  const { meaning, nextStep } = explainRefusal(name)
  return (
    <>
      <div>{meaning}</div>
      <div className="quiet">{nextStep}</div>
    </>
  )
}
