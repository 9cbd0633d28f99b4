/** A screen that is one list: loaded, searched in the browser or by the server, shown in the grid. */
import { type ReactNode, useMemo, useState } from 'react'
import type { LongList } from '../api/long-list.ts'
import { FindBox } from '../look/find-box.tsx'
import { ReadSoFar } from '../look/read-so-far.tsx'
import { Empty, Loaded } from '../look/states.tsx'
import { useNarrow } from '../look/use-narrow.ts'
import { texts } from '../texts/texts.ts'
import type { Column } from './column.ts'
import { DataGrid } from './data-grid.tsx'
import { rowsOf } from './rows.ts'

export type SimpleListProps<Row> = {
  readonly name: string
  readonly query: {
    readonly data: readonly Row[] | undefined
    readonly error: unknown
    readonly refetch: () => unknown
    /** Of a list that may be long: what is not here yet. */
    readonly rest?: LongList<Row>['rest']
  }
  readonly columns: readonly Column<Row>[]
  readonly idOf: (row: Row) => string
  readonly nameOf: (row: Row) => string
  readonly onOpen?: (row: Row) => void
  readonly empty: ReactNode
  /** The server searches; absent: what is here is searched in the browser. */
  readonly search?: Search
}

type Search = {
  readonly typed: string
  readonly onType: (typed: string) => void
  /** What is searched. */
  readonly label: string
}

export function SimpleList<Row>(props: SimpleListProps<Row>): ReactNode {
  const { name, query, columns, idOf, nameOf, onOpen, empty, search } = props
  const [ownTyped, setTyped] = useState('')
  const isNarrow = useNarrow()
  const isOwn = search === undefined
  const { typed, onType } = search ?? { typed: ownTyped, onType: setTyped }
  const found = useMemo(() => {
    const wanted = isOwn ? typed.trim().toLowerCase() : ''
    if (wanted === '') return query.data
    return query.data?.filter((row) =>
      columns.some(({ text }) => text(row).toLowerCase().includes(wanted)),
    )
  }, [query.data, columns, typed, isOwn])
  const isNothing = typed === '' && query.data?.length === 0
  // What the server searches stays in its box while the answer is on the way.
  const isBoxed = isOwn ? (query.data?.length ?? 0) > 0 : !isNothing
  return (
    <>
      {isBoxed && (
        <div className="filters">
          <FindBox value={typed} onChange={onType} {...(search && { label: search.label })} />
        </div>
      )}
      <Loaded query={query}>
        {(all) =>
          isNothing ? (
            empty
          ) : (
            <>
              {found?.length === 0 ? (
                <Empty
                  picture="windsock"
                  title={texts.common.noMatchTitle}
                  text={query.rest === undefined ? texts.common.noMatch : texts.common.noMatchYet}
                />
              ) : (
                <DataGrid
                  name={name}
                  columns={columns.filter(({ phone }) => !isNarrow || phone)}
                  rows={rowsOf(found)}
                  idOf={idOf}
                  nameOf={nameOf}
                  {...(onOpen && { onOpen })}
                />
              )}
              <ReadSoFar all={all.length} found={found?.length ?? 0} rest={query.rest} />
            </>
          )
        }
      </Loaded>
    </>
  )
}

type ColumnLooks<Row> = {
  readonly width: number
  readonly phone?: boolean
  readonly grows?: boolean
  readonly cell?: (row: Row) => ReactNode
  readonly isNumber?: boolean
}

/** A column of text, shown as it is unless `cell` says otherwise. */
export function textColumn<Row>(
  [key, title]: readonly [key: string, title: string],
  text: (row: Row) => string,
  looks: ColumnLooks<Row>,
): Column<Row> {
  return {
    key,
    title,
    text,
    cell: looks.cell ?? ((row) => text(row) || texts.common.empty),
    ...looks,
  } as Column<Row>
}
