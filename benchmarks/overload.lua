-- The request of gateway.lua with a deadline, sent at an even pace whatever became of the one before; counts the answers.
-- There must be connections enough: each waits for its answer.
dofile("benchmarks/gateway.lua")
wrk.headers["X-Request-Timeout-Ms"] = os.getenv("DEADLINE_MS")

local ffi = require("ffi")
ffi.cdef [[
  struct overload_time { long seconds; long nanoseconds; };
  int clock_gettime(int clock, struct overload_time *time);
]]
local MONOTONIC = 1
local clock = ffi.new("struct overload_time")

local function milliseconds()
  ffi.C.clock_gettime(MONOTONIC, clock)
  return tonumber(clock.seconds) * 1e3 + tonumber(clock.nanoseconds) / 1e6
end

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  answered, refused, late, other = 0, 0, 0, 0
  between = 1e3 / tonumber(os.getenv("RATE"))
end

-- The next free place in the even sequence. What cannot be kept up with is not made good later.
function delay()
  local now = milliseconds()
  place = math.max((place or now) + between, now)
  return place - now
end

function response(status)
  if status == 200 then answered = answered + 1
  elseif status == 429 or status == 503 then refused = refused + 1
  elseif status == 504 then late = late + 1
  else other = other + 1 end
end

function done(summary, latency)
  local sums = {answered = 0, refused = 0, late = 0, other = 0}
  for _, thread in ipairs(threads) do
    for name, sum in pairs(sums) do sums[name] = sum + thread:get(name) end
  end
  local seconds = summary.duration / 1e6
  io.write(string.format("overload: offered %.0f/s, answered %.0f/s, refused %.0f/s, late %.0f/s, other %d, no answer %d, p99 of all answers %.1f ms\n",
    summary.requests / seconds, sums.answered / seconds, sums.refused / seconds, sums.late / seconds, sums.other,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(99) / 1e3))
end
