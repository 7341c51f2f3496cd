-- Drives a real Neovim through client/neovim as a user would, and prints what was on the screen as one JSON object.
local seen = {}

local function wait(what, condition)
  assert(vim.wait(60000, condition, 20), "waited in vain for " .. what)
end

local function drive()
  vim.o.runtimepath = vim.o.runtimepath .. "," .. os.getenv("FITLENS_CLIENT")
  vim.cmd("runtime! plugin/fitlens.lua")
  vim.lsp.config("fitlens", { cmd = vim.json.decode(os.getenv("FITLENS_COMMAND")) })
  vim.lsp.enable("fitlens")
  vim.lsp.config("beside", { cmd = vim.json.decode(os.getenv("FITLENS_BESIDE")), filetypes = { "python" } })
  vim.lsp.enable("beside")
  vim.cmd("filetype on")
  vim.cmd("edit " .. os.getenv("FITLENS_FILE"))
  local buffer = vim.api.nvim_get_current_buf()

  local function line(number)
    return vim.api.nvim_buf_get_lines(buffer, number - 1, number, false)[1]
  end

  -- Columns in bytes, as Neovim counts them itself: the server's must agree behind an emoji.
  local function at(number, name)
    return assert(line(number):find(name, 1, true)) - 1
  end

  wait("both clients", function()
    return #vim.lsp.get_clients({ bufnr = buffer }) == 2
  end)
  local client = vim.lsp.get_clients({ bufnr = buffer, name = "fitlens" })[1]
  local beside = vim.lsp.get_clients({ bufnr = buffer, name = "beside" })[1]
  seen.encoding = client.offset_encoding

  local function ours()
    return vim.tbl_filter(function(d)
      return d.source == "fitlens"
    end, vim.diagnostic.get(buffer))
  end

  wait("diagnostics", function()
    return #ours() > 0
  end)
  seen.diagnostics = vim.tbl_map(function(d)
    return { code = d.code, severity = d.severity, text = line(d.lnum + 1):sub(d.col + 1, d.end_col) }
  end, ours())

  vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  local function hints()
    return vim.tbl_filter(function(h)
      return h.client_id == client.id
    end, vim.lsp.inlay_hint.get({ bufnr = buffer }))
  end
  wait("inlay hints", function()
    return #hints() > 0
  end)
  seen.hints = vim.tbl_map(function(h)
    return { before = line(h.inlay_hint.position.line + 1):sub(1, h.inlay_hint.position.character), label = h.inlay_hint.label }
  end, hints())

  local function tokens(number, name)
    local every = vim.lsp.semantic_tokens.get_at_pos(buffer, number - 1, at(number, name)) or {}
    return vim.tbl_filter(function(token)
      return token.client_id == client.id
    end, every)
  end
  wait("tokens", function()
    return #tokens(6, "coef_") > 0
  end)
  seen.tokens = {}
  for _, place in ipairs({ { 4, "SVC" }, { 4, "kernel)" }, { 6, "coef_" }, { 8, "coef_" } }) do
    for _, token in ipairs(tokens(place[1], place[2])) do
      local text = line(place[1]):sub(token.start_col + 1, token.end_col)
      table.insert(seen.tokens, { text = text, type = token.type, unfitted = token.modifiers.unfitted or false })
    end
  end
  seen.learned_is_italic = vim.api.nvim_get_hl(0, { name = "@lsp.type.learnedParameter" }).italic or false
  seen.runtime_is_dotted = vim.api.nvim_get_hl(0, { name = "@lsp.typemod.hyperparameter.runtime" }).underdotted or false

  local function hover(number, name)
    vim.api.nvim_win_set_cursor(0, { number, at(number, name) })
    vim.lsp.buf.hover()
    local text
    wait("the hover on " .. name, function()
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= "" then
          text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
          vim.api.nvim_win_close(window, true)
          return true
        end
      end
    end)
    return text
  end
  seen.hyperparameter = hover(4, "kernel)")
  seen.learned = hover(6, "coef_")

  vim.api.nvim_win_set_cursor(0, { 4, at(4, "kernal") })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.isPreferred
    end,
  })
  wait("the quick fix", function()
    return not line(4):find("kernal", 1, true)
  end)
  seen.fixed = line(4)
  wait("the diagnostic to go", function()
    return #ours() < #seen.diagnostics
  end)
  seen.left = vim.tbl_map(function(d)
    return d.code
  end, ours())

  -- A call that is not closed yet, and what each server offers in it.
  vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { 'print("📈", SVC(C=1, ker' })
  local last = vim.api.nvim_buf_line_count(buffer)
  vim.api.nvim_win_set_cursor(0, { last, #line(last) })
  local offered = function(server)
    local params = vim.lsp.util.make_position_params(0, server.offset_encoding)
    local answer = server:request_sync("textDocument/completion", params, 60000, buffer)
    local result = answer and answer.result or {}
    return vim.tbl_map(function(item)
      return item.label
    end, result.items or result)
  end
  seen.completions = offered(client)
  seen.beside = { name = beside.server_info and beside.server_info.name, completions = #offered(beside) }
end

local fine, problem = xpcall(drive, debug.traceback)
seen.problem = not fine and problem or nil
io.stdout:write(vim.json.encode(seen) .. "\n")
vim.cmd(fine and "qall!" or "cquit 1")
