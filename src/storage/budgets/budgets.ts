/** Usage of budgets, one row each; a row restarts with its window. */
import type { Budgets } from '../../core/budgets/budget.ts'
import type { Store } from '../sql/store.ts'

/** What is kept is of this window, or of the next one, which another server has begun. */
const isCurrent = `request_budget.window_start between excluded.window_start
  and excluded.window_start + make_interval(secs => $5)`

export function budgetsIn({ pool }: Pick<Store, 'pool'>): Budgets {
  return {
    async take({ tenantId, budget, window, seconds, amount }) {
      const { rows } = await pool.query<{ used: number }>({
        name: 'request-budget-take',
        text: `insert into request_budget (tenant_id, budget, window_start, used) values ($1, $2, $3, $4)
          on conflict (tenant_id, budget) do update set
            used = case when ${isCurrent} then request_budget.used + excluded.used else excluded.used end,
            window_start = case when ${isCurrent} then request_budget.window_start else excluded.window_start end
          returning used`,
        values: [tenantId, budget, window, amount, seconds],
      })
      return rows[0]?.used ?? amount
    },
  }
}
