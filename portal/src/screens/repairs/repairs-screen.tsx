/** Devices that are broken or away, by what has to happen next. */
import { Button, Checkbox } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { RepairCase, RepairState } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { admin } from '../../api/ask.ts'
import { type LongList, useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { FindBox } from '../../look/find-box.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { ReadSoFar } from '../../look/read-so-far.tsx'
import { Some } from '../../look/some.tsx'
import { Empty, Loaded, NoPermission } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { repairs as words } from '../../texts/repair-texts.ts'
import { texts } from '../../texts/texts.ts'
import { Findings } from './findings.tsx'
import { OpenPane } from './open-pane.tsx'

type Group = keyof typeof words.groups

const groups: readonly (readonly [Group, readonly RepairState[]])[] = [
  ['answer', ['open', 'diagnosed']],
  ['vendor', ['submitted', 'accepted', 'denied', 'void']],
  ['away', ['deviceParked', 'inRepair']],
  ['back', ['compared', 'blocked']],
  ['again', ['reregistered']],
  ['ended', ['closed', 'cancelled']],
]

const tones: Partial<Record<RepairState, Tone>> = {
  denied: 'warn',
  void: 'bad',
  blocked: 'bad',
  compared: 'busy',
  reregistered: 'good',
  closed: 'idle',
  cancelled: 'idle',
}

export function RepairsScreen(): ReactNode {
  const may = useMay()
  const [isOpening, setIsOpening] = useState(false)
  const [showsEnded, setShowsEnded] = useState(false)
  const path = `${admin}/repair-cases?limit=500${showsEnded ? '' : '&open=true'}`
  const query = useLongList<RepairCase>(path, { by: 'cursor', enabled: may('repairs.read') })
  if (!may('repairs.read')) return <NoPermission />
  return (
    <Page title={words.title}>
      <div className="row wrap">
        {may('repairs.write') && (
          <Button appearance="primary" onClick={() => setIsOpening(true)}>
            {words.open}
          </Button>
        )}
        <Checkbox
          label={words.ended}
          checked={showsEnded}
          onChange={(_, { checked }) => setShowsEnded(checked === true)}
        />
      </div>
      <Findings />
      <Loaded query={query}>
        {(found) =>
          found.length === 0 ? (
            <Empty picture="tower" title={words.empty} text={words.emptyText} />
          ) : (
            <Cases all={found} rest={query.rest} />
          )
        }
      </Loaded>
      {isOpening && <OpenPane onClose={() => setIsOpening(false)} />}
    </Page>
  )
}

type CasesProps = { readonly all: readonly RepairCase[]; readonly rest: LongList<unknown>['rest'] }

function Cases({ all, rest }: CasesProps): ReactNode {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  const found =
    wanted === '' ? all : all.filter((each) => textOf(each).toLowerCase().includes(wanted))
  return (
    <>
      <div className="filters">
        <FindBox value={typed} onChange={setTyped} />
      </div>
      <ReadSoFar all={all.length} found={found.length} rest={rest} />
      {found.length === 0 && (
        <Empty
          picture="windsock"
          title={texts.common.noMatchTitle}
          text={rest === undefined ? texts.common.noMatch : texts.common.noMatchYet}
        />
      )}
      <Board of={found} />
    </>
  )
}

/** What a case is found by. */
function textOf({ serialNumber, model, problem, vendor }: RepairCase): string {
  return [serialNumber, model, problem.summary, vendor?.reference].join('\n')
}

/** A column for each place where devices are, as they move from one to the next. */
function Board({ of }: { of: readonly RepairCase[] }): ReactNode {
  const columns = groups.map(([group, states]) => ({
    group,
    shown: of
      .filter(({ state }) => states.includes(state))
      .toSorted((a, b) => (a.respondBy < b.respondBy ? -1 : 1)),
  }))
  return (
    <div className="board">
      {columns.map(({ group, shown }) =>
        shown.length === 0 ? null : (
          <section key={group} className="stack" aria-label={words.groups[group]}>
            <h2>{`${words.groups[group]} (${number(shown.length)})`}</h2>
            <Some of={shown}>{(some) => some.map((each) => <Card key={each.id} of={each} />)}</Some>
          </section>
        ),
      )}
    </div>
  )
}

function Card({ of }: { of: RepairCase }): ReactNode {
  const isLate = of.isOverdue && of.respondedDateTime === null && of.closedDateTime === null
  return (
    <article className="card stack">
      <h3>
        <Link className="link" href={`/repairs/${of.id}`}>
          <OutsideText text={of.serialNumber} />
        </Link>
      </h3>
      <div>
        <OutsideText text={of.model} empty={texts.common.empty} />
      </div>
      <div className="row wrap">
        <Status tone={tones[of.state] ?? 'busy'}>{words.states[of.state]}</Status>
        {of.verdict !== null && <span>{words.verdicts[of.verdict.kind]}</span>}
        {isLate && <Status tone="bad">{words.overdue}</Status>}
      </div>
      <OutsideText text={of.problem.summary} />
      {of.respondedDateTime === null && of.closedDateTime === null && (
        <div className="quiet small">
          {words.answerBy} <Time at={of.respondBy} />
        </div>
      )}
    </article>
  )
}
