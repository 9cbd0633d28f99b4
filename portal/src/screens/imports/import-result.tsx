/** One import: how far it is, what failed, what that means, and another try. */
import { Button } from '@fluentui/react-components'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explainRefusal } from 'taxiway-autopilot'
import type { Import, ImportReceipt } from 'taxiway-autopilot/admin'
import { Link, useLocation, useParams, useSearchParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import {
  allReceipts,
  fetchReceipts,
  importsKey,
  retryImport,
  useImport,
} from '../../api/imports.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { Actor } from '../../look/actor.tsx'
import { csvLine, saveFile } from '../../look/clipboard.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Progress } from '../../look/progress.tsx'
import { Loaded } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { Tabs } from '../../look/tabs.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'

const { imports, common, deviceList } = texts
const tones: Readonly<Record<string, Tone>> = { undecided: 'busy', complete: 'good', error: 'bad' }

export function ImportResult(): ReactNode {
  const { id = '' } = useParams()
  const query = useImport(id)
  return <Loaded query={query}>{(data) => <Result of={data} />}</Loaded>
}

function Result({ of }: { of: Import }): ReactNode {
  const [parameters, setParameters] = useSearchParams()
  const shown = parameters.get('error') ?? (parameters.has('failed') ? 'failed' : 'all')
  const { complete, error, undecided, rows } = of
  return (
    <Page
      title={of.label ?? of.importId}
      aside={
        <span className="quiet row">
          <Actor name={of.by} /> <Time at={of.at} />
        </span>
      }
    >
      <section className="card stack">
        <p role="status" className="result">
          {undecided > 0 ? imports.running(undecided) : imports.result(complete, error)}
        </p>
        {undecided > 0 && (
          <>
            <Progress part={rows - undecided} all={rows} name={imports.running(undecided)} />
            <p className="quiet">{imports.close}</p>
          </>
        )}
        <Acts of={of} />
      </section>
      {error > 0 && (
        <Tabs
          chosen={shown}
          onChoose={(key) => setParameters(parametersOf(key), { replace: true })}
          of={[
            ['all', imports.all],
            ['failed', `${imports.failedOnly} ${number(error)}`],
            ...of.byError.map(({ name, count }) => [name, `${name} ${number(count)}`] as const),
          ]}
        />
      )}
      <Rows id={of.importId} query={queryOf(shown)} undecided={undecided} />
    </Page>
  )
}

function parametersOf(shown: string): Record<string, string> {
  if (shown === 'all') return {}
  return shown === 'failed' ? { failed: '' } : { error: shown }
}

function queryOf(shown: string): string {
  if (shown === 'all') return ''
  return shown === 'failed' ? 'state=error' : `error=${encodeURIComponent(shown)}`
}

function Acts({ of }: { of: Import }): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const { importId, error, byError } = of

  async function retry(): Promise<void> {
    await attempt(async () => {
      const again = await retryImport(
        importId,
        byError.map(({ name }) => name),
      )
      notify({ text: imports.retried, intent: 'info' })
      await queryClient.invalidateQueries({ queryKey: importsKey })
      navigate(`/imports/${encodeURIComponent(again.importId)}`)
    })
  }

  return (
    <div className="row wrap no-print">
      {error > 0 && may('devices.import') && (
        <Button appearance="primary" onClick={() => void retry()}>
          {imports.retry(error)}
        </Button>
      )}
      {error > 0 && (
        <Button onClick={() => void attempt(() => saveFailed(of))}>{imports.download}</Button>
      )}
      <Button onClick={() => void attempt(() => saveReceipt(of))}>{imports.receipt}</Button>
      <Button appearance="subtle" onClick={() => print()}>
        {imports.print}
      </Button>
      {may('devices.import') && (
        <Button appearance="subtle" onClick={() => navigate('/import')}>
          {imports.newer}
        </Button>
      )}
    </div>
  )
}

async function saveFailed({ importId }: Import): Promise<void> {
  const receipts = await allReceipts(importId, 'state=error')
  const { rows } = imports
  const lines = [
    csvLine([rows.file, rows.line, rows.serial, rows.state, rows.meaning]),
    ...receipts.map((each) =>
      csvLine([
        each.file ?? '',
        String(each.line ?? ''),
        each.serialNumber,
        each.errorName ?? '',
        explainRefusal(each.errorName ?? '').meaning,
      ]),
    ),
  ]
  saveFile(`failed-${importId.slice(0, 8)}.csv`, new Blob(lines, { type: 'text/csv' }))
}

async function saveReceipt(of: Import): Promise<void> {
  const receipt = { ...of, receipts: await allReceipts(of.importId, '') }
  const text = JSON.stringify(receipt, undefined, 2)
  saveFile(
    `receipt-${of.importId.slice(0, 8)}.json`,
    new Blob([text], { type: 'application/json' }),
  )
}

type RowsProps = { readonly id: string; readonly query: string; readonly undecided: number }

/** Looked at again while verdicts come, unless the person has gone on to further pages, which must not vanish. */
function Rows({ id, query, undecided }: RowsProps): ReactNode {
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
      <td>{of.line === null ? '' : number(of.line)}</td>
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
