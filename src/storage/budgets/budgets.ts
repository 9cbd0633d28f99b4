/** Usage of budgets, one row each; a row restarts with its window. */
import type { Budgets } from '../../core/budgets/budget.ts'
import type { Store } from '../sql/store.ts'

export function budgetsIn({ pool }: Pick<Store, 'pool'>): Budgets {
  return {
    async take({ tenantId, budget, window, amount }) {
      const { rows } = await pool.query<{ used: number }>({
        name: 'request-budget-take',
        text: `insert into request_budget (tenant_id, budget, window_start, used) values ($1, $2, $3, $4)
          on conflict (tenant_id, budget) do update set
            used = case when request_budget.window_start = excluded.window_start then request_budget.used + excluded.used else excluded.used end,
            window_start = excluded.window_start
          returning used`,
        values: [tenantId, budget, window, amount],
      })
      return rows[0]?.used ?? amount
    },
  }
}
