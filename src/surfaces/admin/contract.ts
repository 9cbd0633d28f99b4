/** The shape of a list, as every part of `/admin/v1` answers it. The shapes of each noun are in its folder. */
import { z } from 'zod'

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ value: z.array(item) })
}
