/** One import: how far it is, what failed, what that means, and another try. */
import type { ReactNode } from 'react'
import type { ImportDetail } from 'taxiway-autopilot/admin'
import { useParams, useSearchParams } from 'wouter'
import { useImport } from '../../api/imports.ts'
import { Actor } from '../../look/actor.tsx'
import { Page } from '../../look/page.tsx'
import { Progress } from '../../look/progress.tsx'
import { Loaded } from '../../look/states.tsx'
import { Tabs } from '../../look/tabs.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'
import { ImportActs } from './import-acts.tsx'
import { ImportRows } from './import-rows.tsx'

const { imports } = texts

export function ImportResult(): ReactNode {
  const { id = '' } = useParams()
  const query = useImport(id)
  return <Loaded query={query}>{(data) => <Result of={data} />}</Loaded>
}

function Result({ of }: { of: ImportDetail }): ReactNode {
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
        {of.userWarnings > 0 && (
          <p className="bar warning" role="status">
            {imports.warned(of.userWarnings)}
          </p>
        )}
        <ImportActs of={of} />
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
      <ImportRows id={of.importId} query={queryOf(shown)} undecided={undecided} />
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
