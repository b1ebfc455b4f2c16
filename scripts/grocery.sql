-- From the Complete Journey panel (grocery purchases of 2,469 households in 2017) to one row per
-- household and purchase week: what the shopper's history was, which share of the basket was
-- discounted, what that cost the store, and whether the household bought again in the next week.
--
-- Run by grocery.sh, which defines the variable `data`: the folder of the package's Parquet files.
-- Money, never quantity: fuel has quantities in the thousands. Week 1 holds one day and is left out.

-- Whole cents, so that a depth of exactly ten percent is not a matter of the order of summation.
create temp macro cents(dollars) as sum(round(100 * dollars)::bigint);

create temp table purchases as
select
  household_id,
  week,
  cents(sales_value) as sales,
  cents(retail_disc) as retail,
  cents(coupon_disc) as coupon,
  cents(coupon_match_disc) as matched
from read_parquet(getvariable('data') || '/transactions.parquet')
where week between 2 and 53
group by household_id, week;

-- sales_value is what the store receives, the manufacturer's coupon included; so the store's own cost
-- is retail + matched, while the shopper saves the coupon too.
create temp table weeks as
select
  household_id,
  week,
  paid,
  (retail + matched) / 100 as cost,
  paid + retail + matched as gross,
  retail + coupon + matched as saving,
  case when gross > 0 then least(1, greatest(0, saving / gross)) else 0 end as saved,
  case
    when saved = 0 then 0
    when 100 * saving <= 5 * gross then 1
    when 100 * saving <= 10 * gross then 2
    when 100 * saving <= 15 * gross then 3
    when 100 * saving <= 20 * gross then 4
    when 100 * saving <= 25 * gross then 5
    when 100 * saving <= 30 * gross then 6
    when 100 * saving <= 40 * gross then 7
    else 8
  end as level,
  lead(week) over (partition by household_id order by week) as next_week,
  coalesce(next_week = week + 1, false) as again
from (select household_id, week, sales as paid, retail, coupon, matched from purchases);

-- What happened in weeks t − 8 … t − 1, and nothing later: week t's basket is partly the result of the
-- action. Whether week t − 1 was followed by a purchase is not known at the start of week t.
create temp table histories as
select
  now.household_id,
  now.week,
  count(*) filter (before.week >= now.week - 4) as buys_4,
  count(*) as buys_8,
  now.week - max(before.week) as weeks_since,
  sum(before.paid) / count(*) / 100 as mean_spend,
  arg_max(before.paid, before.week) / 100 as last_spend,
  [count(*) filter (before.level = 0), count(*) filter (before.level = 1),
   count(*) filter (before.level = 2), count(*) filter (before.level = 3),
   count(*) filter (before.level = 4), count(*) filter (before.level = 5),
   count(*) filter (before.level = 6), count(*) filter (before.level = 7),
   count(*) filter (before.level = 8)] as h,
  [count(*) filter (before.level = 0 and kept), count(*) filter (before.level = 1 and kept),
   count(*) filter (before.level = 2 and kept), count(*) filter (before.level = 3 and kept),
   count(*) filter (before.level = 4 and kept), count(*) filter (before.level = 5 and kept),
   count(*) filter (before.level = 6 and kept), count(*) filter (before.level = 7 and kept),
   count(*) filter (before.level = 8 and kept)] as l
from weeks as now
join (select *, again as followed from weeks) as before
  on before.household_id = now.household_id
  and before.week between now.week - 8 and now.week - 1,
lateral (select before.followed and before.week + 1 < now.week as kept)
where now.week between 10 and 53
group by now.household_id, now.week;

create temp macro week_of(day) as (date_diff('day', date '2017-01-02', day::date) + 7) // 7 + 1;

create temp table active as
select
  histories.household_id,
  histories.week,
  count(*) filter (campaign_type = 'Type A') as active_a,
  count(*) filter (campaign_type = 'Type B') as active_b,
  count(*) filter (campaign_type = 'Type C') as active_c
from histories
join read_parquet(getvariable('data') || '/campaigns.parquet') as reached
  on reached.household_id = histories.household_id
join read_parquet(getvariable('data') || '/campaign_descriptions.parquet') as campaign
  on campaign.campaign_id = reached.campaign_id
  and histories.week between week_of(campaign.start_date) and week_of(campaign.end_date)
group by histories.household_id, histories.week;

create temp table redeemed as
select histories.household_id, histories.week, count(*) as redemptions_8
from histories
join read_parquet(getvariable('data') || '/coupon_redemptions.parquet') as redemption
  on redemption.household_id = histories.household_id
  and week_of(redemption.redemption_date) between histories.week - 8 and histories.week - 1
group by histories.household_id, histories.week;

create temp table decisions as
select
  weeks.*,
  -- More than eight weeks away is a lapse; so is silence of eight weeks up to the end of the panel.
  case when next_week is null then 53 - week >= 8 else next_week - week > 8 end as terminated,
  next_week is null and 53 - week < 8 as truncated
from weeks
join histories using (household_id, week)
where week between 10 and 52;

create temp table level_values as
select level, round(avg(saved), 4) as depth from decisions group by level;

-- Week 53 is no decision: its state follows the last decision of those who bought in it.
create temp table rows as
select household_id, week, depth, level, if(again, 0, -1) as returned, round(cost, 2) as cost,
  next_week - week as gap, terminated, truncated
from decisions
join level_values using (level)
union all
select household_id, next_week, null, null, null, null, null, false, false
from decisions
where next_week = 53 and not terminated;

create temp table household_weeks as
select
  household_id,
  week,
  buys_4, buys_8, weeks_since,
  round(mean_spend, 2) as mean_spend,
  round(last_spend, 2) as last_spend,
  h[1] as h_0, h[2] as h_1, h[3] as h_2, h[4] as h_3, h[5] as h_4, h[6] as h_5, h[7] as h_6,
  h[8] as h_7, h[9] as h_8,
  l[1] as l_0, l[2] as l_1, l[3] as l_2, l[4] as l_3, l[5] as l_4, l[6] as l_5, l[7] as l_6,
  l[8] as l_7, l[9] as l_8,
  coalesce(active_a, 0) as active_a,
  coalesce(active_b, 0) as active_b,
  coalesce(active_c, 0) as active_c,
  coalesce(redemptions_8, 0) as redemptions_8,
  coalesce(age, 'unknown') as age,
  coalesce(income, 'unknown') as income,
  coalesce(home_ownership, 'unknown') as home_ownership,
  coalesce(marital_status, 'unknown') as marital_status,
  coalesce(household_size, 'unknown') as household_size,
  coalesce(household_comp, 'unknown') as household_comp,
  coalesce(kids_count, 'unknown') as kids_count,
  depth,
  level,
  returned,
  if(depth is null, null, 1) as visit,
  cost,
  gap,
  terminated,
  truncated
from rows
join histories using (household_id, week)
left join active using (household_id, week)
left join redeemed using (household_id, week)
left join read_parquet(getvariable('data') || '/demographics.parquet') as people
  using (household_id)
order by household_id, week;

copy household_weeks to 'household_weeks.csv' (header, delimiter ',');

-- One line per fact, for grocery.sh to compare with what it expects.
copy (
  select 'transitions', count(*) from decisions
  union all select 'households', count(distinct household_id) from decisions
  union all select 'rows written', count(*) from household_weeks
  union all select 'states of week 53', count(*) from household_weeks where week = 53
  union all select 'bought next in week 53', count(*) from decisions where next_week = 53
  union all select 'ends: silent to the end', count(*) from decisions
    where terminated and next_week is null
  union all select 'ends: lapse', count(*) from decisions where terminated and next_week is not null
  union all select 'ends: cut', count(*) from decisions where truncated
  union all select 'bought in the next week', count(*) from decisions where again
  union all (select 'level ' || level, count(*) from decisions group by level order by level)
  union all select 'store cost in dollars', round(sum(cost))::bigint from decisions
) to 'facts.csv' (header false, delimiter ',');
