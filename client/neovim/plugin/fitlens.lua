-- How FitLens's labels look: hues of the user's own colour scheme, told apart by style as well as by colour.
local function hue(group)
  return vim.api.nvim_get_hl(0, { name = group, link = false }).fg
end

local function define()
  local styles = {
    ["@lsp.type.estimator"] = { bold = true, fg = hue("Type") },
    ["@lsp.type.hyperparameter"] = { fg = hue("Identifier") },
    ["@lsp.typemod.hyperparameter.runtime"] = { underdotted = true, fg = hue("Identifier") },
    ["@lsp.typemod.hyperparameter.ineffective"] = { strikethrough = true, fg = hue("Identifier") },
    ["@lsp.type.learnedParameter"] = { italic = true, fg = hue("Constant") },
    ["@lsp.typemod.learnedParameter.unfitted"] = { italic = true, fg = hue("NonText") },
  }
  for group, style in pairs(styles) do
    -- default: what the user or the colour scheme says of the group stands.
    vim.api.nvim_set_hl(0, group, vim.tbl_extend("error", style, { default = true }))
  end
end

define()
vim.api.nvim_create_autocmd("ColorScheme", { callback = define })
