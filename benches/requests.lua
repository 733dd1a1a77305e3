-- Sends the requests of the file REQUESTS in turn: lines of method, path, body, row and token, with tabs between; the
-- last two may be left out. Requests for a row are saves of it: the next save of a row is sent only after the answer to
-- the one before, with the version that the answer told.
-- Prints one line: requests per second, p99 in microseconds, answers other than 2xx, failed connections.
local requests = {}
local at = 0
-- How to make the next save of a row; saves that wait for a connection.
local saves, ready = {}, {}
local answered

init = function(_)
  for line in io.lines(os.getenv("REQUESTS")) do
    local method, path, body, row, token = line:match("^(%S+)\t(%S+)\t?([^\t]*)\t?([^\t]*)\t?([^\t]*)$")
    if token == "" then token = os.getenv("TOKEN") or "" end
    if body == "" then body = nil end
    local headers = { ["content-type"] = "application/json", ["accept"] = "application/json" }
    if token ~= "" then
      headers["authorization"] = "Bearer " .. token
      headers["x-nql-role"] = os.getenv("ROLE")
    end
    if row == "" then
      requests[#requests + 1] = wrk.format(method, path, headers, body)
    else
      saves[row] = function(version)
        local seen = body:gsub('"expectedVersion":%d+', '"expectedVersion":' .. version)
        return wrk.format(method, path, headers, seen)
      end
      ready[#ready + 1] = saves[row](body:match('"expectedVersion":(%d+)'))
      response = answered
    end
  end
end

request = function()
  if response then return table.remove(ready, 1) end
  at = at % #requests + 1
  return requests[at]
end

-- An answer without row and version ends the run: the save was refused.
answered = function(_, _, body)
  local row, version = body:match('"id":"([^"]+)","version":(%d+)')
  ready[#ready + 1] = saves[row](version)
end

done = function(summary, latency, _)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %d %d %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(99), errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
