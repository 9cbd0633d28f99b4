/** Who did what, newest first, with what was refused. */
import { Button, Field, Input, Select } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import type { AuditEvent, AuditPage } from 'taxiway-autopilot/admin'
import { useSearchParams } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { admin, ask, askForFile } from '../../api/ask.ts'
import { useMay } from '../../api/me.ts'
import { Actor } from '../../look/actor.tsx'
import { saveFile } from '../../look/clipboard.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Empty, Loaded, NoPermission } from '../../look/states.tsx'
import { Status } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { auditSentence } from '../../texts/audit-sentence.ts'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'

const { audit } = texts
const filters = ['result', 'actor', 'resource', 'from', 'to'] as const

export function AuditScreen(): ReactNode {
  const may = useMay()
  return may('audit.read') ? <Trail /> : <NoPermission />
}

function Trail(): ReactNode {
  const [parameters, setParameters] = useSearchParams()
  const query = queryOf(parameters)
  const trail = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam, signal }) =>
      ask<AuditPage>(
        `${admin}/audit?limit=100${query}${pageParam === '' ? '' : `&after=${pageParam}`}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const put = (name: string, value: string) =>
    setParameters((before) => {
      const next = new URLSearchParams(before)
      if (value === '') next.delete(name)
      else next.set(name, value)
      return next
    })

  async function save(format: 'jsonl' | 'csv'): Promise<void> {
    await attempt(async () => {
      saveFile(
        `audit.${format}`,
        await askForFile(`${admin}/audit/export?format=${format}${query}`),
      )
    })
  }

  return (
    <Page
      title={audit.title}
      aside={
        <div className="row wrap">
          <Button size="small" onClick={() => void save('jsonl')}>
            {audit.exportLines}
          </Button>
          <Button size="small" onClick={() => void save('csv')}>
            {audit.exportCsv}
          </Button>
          <span className="quiet small no-print">{audit.verify}</span>
        </div>
      }
    >
      <div className="row wrap ends no-print">
        <Field label={audit.filterResult}>
          <Select
            value={parameters.get('result') ?? ''}
            onChange={(_, { value }) => put('result', value)}
          >
            <option value="">{audit.all}</option>
            <option value="Success">{audit.results['Success']}</option>
            <option value="Failure">{audit.results['Failure']}</option>
          </Select>
        </Field>
        <TypedFilter
          label={audit.filterActor}
          value={parameters.get('actor') ?? ''}
          onChange={(value) => put('actor', value)}
        />
        <TypedFilter
          label={audit.filterResource}
          value={parameters.get('resource') ?? ''}
          onChange={(value) => put('resource', value)}
        />
        {(['from', 'to'] as const).map((name) => (
          <Field key={name} label={audit[name]}>
            <Input
              type="date"
              value={parameters.get(name) ?? ''}
              onChange={(_, { value }) => put(name, value)}
            />
          </Field>
        ))}
      </div>
      <Loaded query={trail}>
        {({ pages }) => {
          const entries = pages.flatMap(({ value }) => value)
          if (entries.length === 0)
            return <Empty picture="tower" title={audit.empty} text={audit.emptyText} />
          return (
            <ol className="plain entries">
              {entries.map((entry) => (
                <Entry key={entry.id} of={entry} />
              ))}
            </ol>
          )
        }}
      </Loaded>
      {trail.hasNextPage && (
        <div>
          <Button onClick={() => void trail.fetchNextPage()}>{audit.older}</Button>
        </div>
      )}
    </Page>
  )
}

/** Asked for once typing rests, or with Enter. */
function TypedFilter({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}): ReactNode {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed.trim() === value) return undefined
    const timer = setTimeout(() => onChange(typed.trim()), 400)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <Field label={label}>
      <Input value={typed} onChange={(_, { value: text }) => setTyped(text)} />
    </Field>
  )
}

function queryOf(parameters: URLSearchParams): string {
  const wanted = new URLSearchParams(
    filters.flatMap((name) => {
      const value = wantedValue(name, parameters.get(name) ?? '')
      return value === '' ? [] : [[name, value]]
    }),
  )
  const text = wanted.toString()
  return text === '' ? '' : `&${text}`
}

/** Days become times: from the first moment of one to the last of the other. */
function wantedValue(name: (typeof filters)[number], value: string): string {
  if (name !== 'from' && name !== 'to') return value
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return ''
  return `${value}T${name === 'from' ? '00:00:00' : '23:59:59'}Z`
}

function Entry({ of }: { of: AuditEvent }): ReactNode {
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
