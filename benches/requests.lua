-- Sends the requests of the file REQUESTS in turn: lines of method, path and body, with tabs between.
-- Prints one line: requests per second, p99 in microseconds, answers other than 2xx, failed connections.
local requests = {}
local at = 0

init = function(_)
  local headers = { ["content-type"] = "application/json", ["accept"] = "application/json" }
  local token = os.getenv("TOKEN")
  if token and token ~= "" then
    headers["authorization"] = "Bearer " .. token
    headers["x-nql-role"] = os.getenv("ROLE")
  end
  for line in io.lines(os.getenv("REQUESTS")) do
    local method, path, body = line:match("^(%S+)\t(%S+)\t?(.*)$")
    if body == "" then body = nil end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
end

request = function()
  at = at % #requests + 1
  return requests[at]
end

done = function(summary, latency, _)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %d %d %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(99), errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
