"""Every sentence that a person reads, by code, in Chinese and English."""

import re

__all__ = ["say"]

# code: (Chinese, English). A part in [[ ]] is left out where one of its values is empty.
_SENTENCES = {
    # files
    "file.not-found": (
        "找不到文件 {file}。请检查路径。",
        "There is no file {file}. Check the path.",
    ),
    "file.not-a-file": (
        "{file} 不是普通文件（而是文件夹、管道或设备），未读取。请写文件名。",
        "{file} is no regular file, but a folder, a pipe or a device, and was not read. Name a file.",
    ),
    "file.not-opened": (
        "文件 {file} 无法打开：{reason}。请检查路径和权限。",
        "The file {file} cannot be opened: {reason}. Check the path and the permissions.",
    ),
    "file.not-written": (
        "文件 {file} 无法写入：{reason}。原有文件未改动。",
        "The file {file} cannot be written: {reason}. Nothing was changed.",
    ),
    "file.exists": (
        "文件 {file} 已存在，未覆盖。请换一个名称，或加 --force。",
        "The file {file} exists and was left alone. Choose another name, or add --force.",
    ),
    "file.suffix": (
        "文件 {file}：后缀应为 {required} 之一。请更改名称。",
        "The file {file}: the suffix must be one of {required}. Change the name.",
    ),
    "file.too-large": (
        "文件至多 {most} 字节，现为 {found} 字节以上。请拆分文件。",
        "A file may have at most {most} bytes, this one has {found} or more. Split it.",
    ),
    "file.empty": (
        "文件应有内容，现为空。可用 maturity new 生成空白评价文件。",
        "The file must say something, but is empty. Start one with `maturity new`.",
    ),
    "file.not-utf8": (
        "文件应为 UTF-8 编码，但第 {offset} 字节处为 {byte}[[，看起来是 {looks_like} 编码]]。请另存为 UTF-8（记事本：文件 → 另存为 → 编码选 UTF-8）。",
        "The file must be UTF-8, but has the byte {byte} at offset {offset}[[; it looks like {looks_like}]]. Save it as UTF-8 (Notepad: File, Save as, Encoding: UTF-8).",
    ),
    "file.is-workbook": (
        "这是 Excel 工作簿，此处应为 TOML 或 JSON 文件。标准的工作簿可用 `maturity rubric new ID --from 工作簿 -o 文件.toml` 变成准则。",
        "This is an Excel workbook, TOML or JSON is required. `maturity rubric new ID --from WORKBOOK -o FILE.toml` makes a rubric of the workbook of a standard.",
    ),
    "file.syntax": (
        "不是有效的 {kind}：{reason}。请更正此处。",
        "This is not valid {kind}: {reason}. Correct this place.",
    ),
    "file.too-deep": (
        "嵌套至多 {most} 层，此处更深。请减少层数。",
        "At most {most} levels of nesting are allowed, this has more. Use fewer levels.",
    ),
    "file.duplicate-key": (
        "键 {key} 只能出现一次，现重复出现[[（第 {first} 行已有）]]。请删去多余的一处。",
        "The key {key} must be there once, but is there again[[ (first in line {first})]]. Remove one of the two.",
    ),
    "file.is-rubric": (
        "这是准则文件，不是评价文件。请用 --rubric 指定准则，或用 maturity new 生成评价文件。",
        "This is a rubric, not an assessment. Name it with --rubric, or start an assessment with `maturity new`.",
    ),
    "file.is-assessment": (
        "这是评价文件，不是准则文件。请写准则的文件名或编号。",
        "This is an assessment, not a rubric. Name the file or the id of a rubric.",
    ),
    "file.more-problems": (
        "此外还有 {count} 处问题未列出。请先更正以上各处。",
        "Faults that are not listed: {count}. Correct these first.",
    ),
    "file.not-a-table": (
        "文件顶层应为表（对象），现为 {found}。请参照 maturity new 生成的文件。",
        "The top of the file must be a table (object), got {found}. Compare with what `maturity new` writes.",
    ),
    "syntax.sign": (
        "{where}：此处应为半角 {required}，现为 {found}。请用英文输入法改为 {required}。",
        "{where}: {required} is required here, got {found}. Type {required} instead, with the input method set to English.",
    ),
    "syntax.no-quotes": (
        "{where}：文字应加引号，现为 {found}，未加。[[若指 {instead}，请写成 {instead}；]]若是文字，请加上引号。",
        "{where}: text must be in quotes, got {found} without them.[[ If you mean {instead}, write that.]] Put text in quotes.",
    ),
    "syntax.no-finding": (
        '{where}：核实结果应写 "clear"（未发现）、"fired"（成立）或 "undetermined"（未核实），带引号，现为 {found}。请改为其中之一。',
        '{where}: a finding is "clear", "fired" or "undetermined", in quotes, got {found}. Write one of them.',
    ),
    "syntax.no-number": (
        "{where}：此处应为数值，如 85 或 82.5，现为 {found}。请改为数值；若是文字，请加引号。",
        "{where}: a number such as 85 or 82.5 is required, got {found}. Write the number; if it is text, put it in quotes.",
    ),
    "syntax.null": (
        "{where}：TOML 没有 null。请删去此项：未写的条款视为未评。",
        "{where}: TOML has no null. Remove the entry: what is left out is not yet filled in.",
    ),
    "syntax.decimal-comma": (
        "{where}：小数应写小数点，现为 {found}。请改为 {instead}。",
        "{where}: decimals take a point, got {found}. Write {instead}.",
    ),
    "syntax.no-comma": (
        "{where}：一项写完后不加逗号，每项各占一行，现有逗号。请删去。",
        "{where}: no comma follows an entry, each stands on a line of its own, but one was found. Remove it.",
    ),
    "syntax.no-separator": (
        "{where}：{key} 之前应有逗号或换行，现无。请补上。",
        "{where}: a comma or a new line is required before {key}, none was found. Add it.",
    ),
    "syntax.open-quote": (
        "{where}：{quote} 应成对出现，现只有一个。请检查此处起的引号。",
        "{where}: each {quote} needs a second one, but this one is alone. Check the quotes from here on.",
    ),
    "syntax.no-value": (
        "{where}：此处应有值，现无。请填写，或删去此项。",
        "{where}: a value is required, none was found. Write one, or remove the entry.",
    ),
    "syntax.trailing-comma": (
        "{where}：最后一项之后不得有逗号，现有。请删去。",
        "{where}: no comma may follow the last entry, but one does. Remove it.",
    ),
    "text.control": (
        "{where}：文字中不得有看不见的控制字符，现有 {found}。请删去。",
        "{where}: text must not hold invisible control characters, got {found}. Remove it.",
    ),
    "text.empty": (
        "{where}：zh 与 en 至少填写一项，现均为空。请填写。",
        "{where}: a text needs zh or en, both are empty. Write one of them.",
    ),
    "text.missing-language": (
        "{where}：宜有中英文两种文字，缺 {language}（现有：{text}）。请补充。",
        "{where}: both languages are wanted, {language} is missing (there is: {text}). Add it.",
    ),
    # workbooks
    "workbook.not-xlsx": (
        "应为 .xlsx 工作簿[[，现看起来是{kind}]]。请用 Excel 打开，另存为“Excel 工作簿 (*.xlsx)”。",
        "An .xlsx workbook is required[[, this looks like {kind}]]. Open it in Excel and save it as an Excel workbook (*.xlsx).",
    ),
    "workbook.encrypted": (
        "工作簿不应有打开密码，现已加密。请在 Excel 中取消密码（文件 → 信息 → 保护工作簿）后保存。",
        "The workbook must open without a password, but is encrypted. Remove the password in Excel (File, Info, Protect Workbook) and save it.",
    ),
    "workbook.macros": (
        "工作簿不应含宏，现含宏，未打开。请另存为“Excel 工作簿 (*.xlsx)”。",
        "A workbook must hold no macros, this one does and was not opened. Save it as an Excel workbook (*.xlsx).",
    ),
    "workbook.strict": (
        "应为普通的 .xlsx 工作簿，现为“Strict Open XML”格式。请另存为“Excel 工作簿 (*.xlsx)”。",
        "An ordinary .xlsx workbook is required, this is Strict Open XML. Save it as an Excel workbook (*.xlsx).",
    ),
    "workbook.damaged": (
        "工作簿应完好，现已损坏[[（{part}）]]。请用 Excel 打开并重新保存，或重新取得文件。",
        "The workbook must be whole, but is damaged[[ ({part})]]. Open it in Excel and save it again, or get the file again.",
    ),
    "workbook.too-large": (
        "工作簿解开后至多 {most_size} MiB、膨胀 {most_ratio} 倍、{most_parts} 个部件，现为 {size} MiB、{ratio} 倍、{parts} 个，未打开。请删去不需要的内容，或向来源核实。",
        "A workbook may unpack to at most {most_size} MiB, {most_ratio} times its size and {most_parts} parts, this one has {size} MiB, {ratio} times and {parts} parts and was not opened. Remove what is not needed, or ask where it came from.",
    ),
    "workbook.too-many-cells": (
        "工作簿内容至多 {most} 个元素，现更多。请删去不需要的工作表、行和列。",
        "A workbook may hold at most {most} elements, this one has more. Remove sheets, rows and columns that are not needed.",
    ),
    "workbook.too-much-text": (
        "各单元格的文字合计至多 {most} 个字符，现更多。请删去不需要的内容，或向来源核实。",
        "The texts of all cells may have at most {most} characters, these have more. Remove what is not needed, or ask where the file came from.",
    ),
    "workbook.too-many-problems": (
        "同类问题已有 {most} 个，其余未再读取。请先更正已列出的问题。",
        "There are {most} problems of one kind, and nothing was read any further. Correct those that are told first.",
    ),
    "workbook.not-read": (
        "工作簿有批注、图形、图片或文本框，未读取。如有需要的内容，请写入单元格。",
        "The workbook has comments, drawings, pictures or text boxes, which are not read. If something in them counts, write it into cells.",
    ),
    "workbook.merged": (
        "{part}：合并的单元格至多 {most} 个，现更多。请取消合并。",
        "{part}: at most {most} cells may be merged, here are more. Unmerge them.",
    ),
    "workbook.doctype": (
        "{part}：不应含文档类型或实体声明（<!DOCTYPE），现含有，未打开。Excel 不会这样保存，请向来源核实。",
        "{part}: it must declare no document type or entity (<!DOCTYPE), but does, and was not opened. Excel writes none; ask where the file came from.",
    ),
    "sheet.missing": (
        "应有名为 {sheet} 的工作表，现无。请补充，或从模板开始。",
        "A sheet named {sheet} is required, none was found. Add it, or start from the template.",
    ),
    "sheet.twice": (
        "同一用途的工作表只应有一个，现有 {first} 和 {sheet}。请删去一个。",
        "One sheet for the same thing is required, got {first} and {sheet}. Remove one of them.",
    ),
    "sheet.not-read": (
        "工作表 {sheet} 不在应有之列，未读取。[[是否指“{nearest}”？]]如有需要的内容，请移到应有的工作表。",
        'The sheet {sheet} is none of those that are read.[[ Did you mean "{nearest}"?]] If something in it counts, move it.',
    ),
    "sheet.hidden": (
        "工作表 {sheet} 有隐藏的内容[[（行或列：{hidden}）]]，已照常读取。请取消隐藏并核对。",
        "The sheet {sheet} is hidden or has hidden rows or columns[[ ({hidden})]], which count all the same. Unhide and check them.",
    ),
    "column.unknown": (
        "没有名为 {found} 的列。[[是否指“{nearest}”？]]请更正标题，或删去此列；备注请写在“备注”列。",
        'There is no column {found}.[[ Did you mean "{nearest}"?]] Correct the heading, or remove the column; notes go into a column "remark".',
    ),
    "column.twice": (
        "列 {found} 只应有一个，现重复。请删去一个。",
        "One column {found} is required, there is another. Remove one of them.",
    ),
    "column.missing": (
        "工作表 {sheet} 应有“{column}”列，现无。请补充。",
        "The sheet {sheet} needs a column {column}, none was found. Add it.",
    ),
    "column.aspect": (
        "评分方面的列标题应写成“方面 编号 名称”，如“方面 level 水平”，编号为半角字母、数字，现为 {found}。请更正。",
        'The heading of an aspect is "aspect ID NAME" such as "aspect level Level", the id in ASCII letters and digits, got {found}. Correct it.',
    ),
    "item.unknown": (
        "没有名为 {found} 的项目。[[是否指“{nearest}”？]]请更正，或删去此行。",
        'There is no item {found}.[[ Did you mean "{nearest}"?]] Correct it, or remove the row.',
    ),
    "item.twice": (
        "项目 {found} 只应写一次，现重复。请删去一行。",
        "The item {found} must be there once, but is there again. Remove one of the rows.",
    ),
    "item.missing": (
        "项目“{item}”必填，现缺。请填写。",
        "The item {item} is required, but missing. Fill it in.",
    ),
    "row.twice": (
        "{column}：{found} 在 {first} 已有，各行应不同。请更正，或删去一行。",
        "{column}: {found} is in {first} already, and each row needs its own. Correct it, or remove a row.",
    ),
    "cell.missing": (
        "{column}：此格必填，现为空。请填写。",
        "{column}: this cell is required, but blank. Fill it in.",
    ),
    "cell.no-heading": (
        "没有标题的列不应有内容，现为 {found}。请补上标题，或删去内容。",
        "A column without a heading must be blank, got {found}. Give it a heading, or clear the cell.",
    ),
    "cell.merged": (
        "单元格 {cells} 不应合并：无法判断每一行是什么。请取消合并，并在每一行填写。",
        "The cells {cells} must not be merged: nobody can tell what holds for each row. Unmerge them, and fill in every row.",
    ),
    "cell.formula": (
        "{column}：应为填写的内容，现为公式 {found}。请复制后选择性粘贴为“值”。",
        "{column}: what was typed is required, got the formula {found}. Copy it, and paste it as values.",
    ),
    "cell.error": (
        "{column}：应为填写的内容，现为错误值 {found}。请更正。",
        "{column}: a value is required, got the error {found}. Correct it.",
    ),
    "cell.not-text": (
        "{column}：应为文本，现为日期或逻辑值 {found}。请把单元格格式设为“文本”后重新填写。",
        "{column}: text is required, got the date or truth value {found}. Format the cell as text and type it again.",
    ),
    "cell.number-as-text": (
        "{column}：应为文本，现为数字 {found}；5.10 作为数字就是 5.1。请把整列格式设为“文本”（模板已设好）后重新填写。",
        "{column}: text is required, got the number {found}; as a number 5.10 is 5.1. Format the column as text (the template has it so) and type it again.",
    ),
    "cell.not-number": (
        "{column}：应为数值，如 3 或 2.5，现为 {found}。请更正，不带单位。",
        "{column}: a number such as 3 or 2.5 is required, got {found}. Correct it, and write no unit.",
    ),
    "cell.percent": (
        "{column}：应为数值，现为百分比格式的 {found}。请把单元格格式设为“常规”，写成分值，如 3。",
        "{column}: a number is required, got {found} shown in percent. Format the cell as general, and write points such as 3.",
    ),
    "cell.percent-unclear": (
        "{column}：数字格式应一律是或一律不是百分比，现 {form} 因数值而异，无法判断 {found} 是多少。请把单元格格式设为“常规”后重新填写。",
        "{column}: a number format must be in percent throughout or nowhere, but {form} differs by value, and nobody can tell what {found} means. Format the cell as general and type it again.",
    ),
    "cell.ambiguous": (
        "{column}：名称 {found} 应只指一个，现指 {ids}。请改写编号。",
        "{column}: the name must stand for one entry, but {found} stands for {ids}. Write the id instead.",
    ),
    "cell.too-long": (
        "单元格至多 {most} 个字符（Excel 的上限），现为 {found} 个，未打开。请缩短，或向来源核实。",
        "A cell may have at most {most} characters, as in Excel, this one has {found} and was not opened. Shorten it, or ask where the file came from.",
    ),
    "cell.not-whole": (
        "{column}：应为整数，现为 {found}。请更正。",
        "{column}: a whole number is required, got {found}. Correct it.",
    ),
    "cell.not-date": (
        "{column}：应为日期，如 2026-06-30，现为 {found}。请更正。",
        "{column}: a date such as 2026-06-30 is required, got {found}. Correct it.",
    ),
    "cell.choice": (
        "{column}：应为 {choices} 之一，现为 {found}。[[是否指“{nearest}”？]]请更正。",
        '{column}: must be one of {choices}, got {found}.[[ Did you mean "{nearest}"?]] Correct it.',
    ),
    "cell.repaired": (
        "{column}：{found} 含全角字符或首尾空格，已当作 {taken}。请核对，宜改写。",
        "{column}: {found} has full-width signs or blanks around it, and was taken for {taken}. Check it, and write it so.",
    ),
    "text.one-language": (
        "宜有中英文两种文字，全部 {count} 处文字均缺 {language}。如有其读者，请补充。",
        "Both languages are wanted, {language} is missing in all {count} texts. Add it where somebody reads it.",
    ),
    # numbers and values
    "number.float": (
        "{where}：应为精确数值，现为浮点数 {found}，已丢失数位。请改用文本、整数、Decimal 或 Fraction。",
        "{where}: an exact number is required, got the float {found}, which has already lost digits. Pass text, a whole number, Decimal or Fraction.",
    ),
    "number.bool": (
        "{where}：应为数值，现为 {found}。请填写数值，如 85。",
        "{where}: a number is required, got {found}. Write a number such as 85.",
    ),
    "number.type": (
        '{where}：应为数值，现为 {found}。请填写数值，如 85 或 "82.5"。',
        '{where}: a number is required, got {found}. Write a number such as 85 or "82.5".',
    ),
    "number.form": (
        "{where}：数值应写成半角数字，如 85、82.5、259/3（评分也可写 85%），不带空格、正号、千分位或指数，现为 {found}。请更正。",
        "{where}: a number must be plain ASCII digits such as 85, 82.5 or 259/3 (a rating also 85%), without blanks, plus sign, separators or exponent, got {found}. Correct it.",
    ),
    "number.too-long": (
        "{where}：数值至多 {limit} 位数字[[，现为 {found}]]。请缩短。",
        "{where}: a number may have at most {limit} digits[[, got {found}]]. Shorten it.",
    ),
    "number.not-finite": (
        "{where}：应为有限数值，现为 {found}。请更正。",
        "{where}: a finite number is required, got {found}. Correct it.",
    ),
    "value.not-text": (
        "{where}：应为文本，现为 {found}。请写成带引号的文本，或删去此项。",
        "{where}: text is required, got {found}. Write text in quotes, or leave it out.",
    ),
    "value.not-flag": (
        "{where}：应为 true 或 false，现为 {found}。请更正。",
        "{where}: true or false is required, got {found}. Correct it.",
    ),
    "value.not-whole": (
        "{where}：应为整数，现为 {found}。请更正。",
        "{where}: a whole number is required, got {found}. Correct it.",
    ),
    "where.here": ("此值", "the value"),
    "value.format": (
        "{where}：本版本读取的文件格式为 1，现为 {found}。请更正，或使用更新的版本。",
        "{where}: this version reads file format 1, got {found}. Correct it, or use a newer version.",
    ),
    "value.whole": (
        "{where}：应为 {least} 至 {most} 之间的整数，现为 {found}。请更正。",
        "{where}: a whole number from {least} to {most} is required, got {found}. Correct it.",
    ),
    "value.not-table": (
        "{where}：应为表（对象），现为 {found}。请更正。",
        "{where}: a table (object) is required, got {found}. Correct it.",
    ),
    "value.not-list": (
        "{where}：应为列表，现为 {found}。请用方括号。",
        "{where}: a list is required, got {found}. Use square brackets.",
    ),
    "value.not-bilingual": (
        '{where}：应为 {{ zh = "…", en = "…" }}，现为 {found}。请更正，或在文件开头写明文字的语言：language = "zh" 或 "en"。',
        '{where}: {{ zh = "…", en = "…" }} is required, got {found}. Correct it, or name the language of plain texts at the top of the file: language = "zh" or "en".',
    ),
    "value.date": (
        "{where}：应为日期，如 2026-06-30，现为 {found}。请更正。",
        "{where}: a date such as 2026-06-30 is required, got {found}. Correct it.",
    ),
    "value.id": (
        "{where}：编号应为 1 至 64 个半角字母、数字、点、横线或下划线，首尾为字母或数字，现为 {found}。请更正。",
        "{where}: an id is 1 to 64 ASCII letters, digits, dots, dashes and underlines, with a letter or digit at both ends, got {found}. Correct it.",
    ),
    "value.choice": (
        "{where}：应为 {choices} 之一，现为 {found}。[[是否指“{nearest}”？]]请更正。",
        '{where}: must be one of {choices}, got {found}.[[ Did you mean "{nearest}"?]] Correct it.',
    ),
    "value.one-of": (
        "{where}：{keys} 中应恰好写一项。请更正。",
        "{where}: exactly one of {keys} must be given. Correct it.",
    ),
    "value.unquoted-id": (
        '{where}：编号应加引号，写成 "{id}"，现未加引号。请加上引号。',
        '{where}: the number must be in quotes, "{id}", but is not. Put it in quotes.',
    ),
    "value.unknown-key": (
        "{where}：没有名为 {key} 的项目。[[是否指“{nearest}”？]]请更正或删去。",
        '{where}: there is no key {key} here.[[ Did you mean "{nearest}"?]] Correct or remove it.',
    ),
    "value.missing-key": (
        "{where}：此项必填，现缺。请补充。",
        "{where}: this is required, but missing. Add it.",
    ),
    "value.key-twice": (
        "{where}：编号 {key} 出现两次，文件无法同时保存两者。请删去一处。",
        "{where}: the id {key} is there twice, and a file cannot hold both. Remove one.",
    ),
    # an assessment against its rubric
    "assessment.other-rubric": (
        "评价文件所用准则为 {found}，而此处按 {rubric} 评分。请更正 rubric，或选用相应的准则。",
        "The assessment names the rubric {found}, but is scored by {rubric}. Correct its rubric, or choose the rubric that it names.",
    ),
    "assessment.reviewer-assessed": (
        "第三方评价的复核人不应参与评价，现复核人 {name} 也是评价人员。请另派复核人。",
        "The reviewer of a third-party assessment must not have assessed, but {name} did. Name another reviewer.",
    ),
    "assessment.decided_by-assessed": (
        "第三方评价的认证决定人不应参与评价，现决定人 {name} 也是评价人员。请另派决定人。",
        "Whoever decides a third-party assessment must not have assessed, but {name} did. Let somebody else decide.",
    ),
    "assessment.before-effective": (
        "评价日期宜不早于 {rubric} 的实施日期 {effective}，现为 {found}。请核对日期。",
        "The assessment should not be earlier than {rubric} came into force on {effective}, got {found}. Check the date.",
    ),
    "scope.unknown": (
        "{rubric}：scope 应为 {scopes} 之一，现为 {found}。[[是否指“{nearest}”？]]请更正。",
        '{rubric}: scope must be one of {scopes}, got {found}.[[ Did you mean "{nearest}"?]] Correct it.',
    ),
    "scope.none": (
        "{rubric}：本准则未列 scope，此处不应填写。请删去。",
        "{rubric}: this rubric names no scopes, so none may be given. Remove it.",
    ),
    "scope.needs-text": (
        "scope 为 {scope} 时应在 scope_text 中写明是什么设施，现未写。请补充。",
        "With scope {scope}, scope_text must say what it is, but does not. Add it.",
    ),
    "period.form": (
        'period 应写成 "起/止"，如 "2025-06-01/2026-05-31"，现为 {found}。请更正。',
        'period must be "from/to", such as "2025-06-01/2026-05-31", got {found}. Correct it.',
    ),
    "period.reversed": (
        "period 的起始 {from} 不应晚于结束 {to}。请更正。",
        "period must not start ({from}) after it ends ({to}). Correct it.",
    ),
    "rating.missing": (
        "{rubric}，第 {clause} 条：应有评分，现未评。请评分。",
        "{rubric}, clause {clause}: a rating is required, none was found. Rate the clause.",
    ),
    "rating.out-of-range": (
        "{rubric}，第 {clause} 条：评分比例应在 0 至 100 % 之间，现为 {found}。请更正评分。",
        "{rubric}, clause {clause}: rating must be between 0 and 100 %, got {found}. Correct the rating.",
    ),
    "rating.points-out-of-range": (
        "{rubric}，第 {clause} 条：得分应在 0 至 {most} 分之间，现为 {found}。请更正评分。",
        "{rubric}, clause {clause}: points must be between 0 and {most}, got {found}. Correct the rating.",
    ),
    "rating.no-points": (
        "{rubric}，第 {clause} 条：本条自身没有分值，应按百分比评分，现写为 {form}。请改用 rating。",
        "{rubric}, clause {clause}: it has no points of its own and is rated as a percentage, but {form} were given. Use rating.",
    ),
    "rating.below-one": (
        "{rubric}，第 {clause} 条：{found} 表示 {found} %。是否指 {meant}？如是请更正。",
        "{rubric}, clause {clause}: {found} means {found} %. Did you mean {meant}? Then correct it.",
    ),
    "rating.on-band-limit": (
        "{rubric}，第 {clause} 条：{found} % 恰为两个评分档的分界，按较高一档显示。宜在 note 中说明理由。",
        "{rubric}, clause {clause}: {found} % is the limit of two bands and shows in the higher one. Say in its note why.",
    ),
    "rating.two-forms": (
        "{rubric}，第 {clause} 条：rating、points、level、sample、deductions 只能写一项，现有 {found}。请只留一项。",
        "{rubric}, clause {clause}: give one of rating, points, level, sample, deductions, got {found}. Keep one of them.",
    ),
    "rating.unknown-level": (
        "{rubric}，第 {clause} 条：level 应为 {levels} 之一，现为 {found}。[[是否指“{nearest}”？]]请更正。",
        '{rubric}, clause {clause}: level must be one of {levels}, got {found}.[[ Did you mean "{nearest}"?]] Correct it.',
    ),
    "rating.no-levels": (
        "{rubric}，第 {clause} 条：本条的评分档没有固定级别，应按百分比评分，现 level 为 {found}。请改用 rating。",
        "{rubric}, clause {clause}: its scale has no levels, so it is rated as a percentage, but level is {found}. Use rating.",
    ),
    "rating.sample": (
        "{rubric}，第 {clause} 条：符合数不应超过抽样数 {of}，现为 {found}。请更正。",
        "{rubric}, clause {clause}: of a sample of {of} at most {of} can conform, got {found}. Correct it.",
    ),
    "rating.deduction-not-positive": (
        "{rubric}，第 {clause} 条：每次扣分应大于 0，现为 {found}。请更正。",
        "{rubric}, clause {clause}: the points of a deduction must be above 0, got {found}. Correct them.",
    ),
    "rating.deduction-no-reason": (
        "{rubric}，第 {clause} 条：扣分应有理由，现无。请补充 reason。",
        "{rubric}, clause {clause}: a deduction needs a reason, none was found. Add reason.",
    ),
    "rating.twice": (
        "{rubric}，第 {clause} 条：只能评一次，现重复。请删去一处。",
        "{rubric}, clause {clause}: one rating is required, more were found. Remove the others.",
    ),
    "rating.of-branch": (
        "{rubric}，第 {clause} 条：评分应在其下各项（{items}），不在本条。请移到各项。",
        "{rubric}, clause {clause}: the items below it are rated ({items}), not the clause itself. Move the rating there.",
    ),
    "rating.of-veto": (
        "{rubric}：第 {clause} 条不评分，是否决项 {vetoes} 的依据。请核实这些否决项，并删去该评分。",
        "{rubric}: clause {clause} is not scored, but what vetoes rest on: {vetoes}. Determine these and remove the rating.",
    ),
    "rating.unknown-clause": (
        "{rubric}：没有可评分的条款 {clause}。[[是否指“{nearest}”？]]请更正条款号。",
        '{rubric}: there is no scored clause {clause}.[[ Did you mean "{nearest}"?]] Correct the number.',
    ),
    "veto.missing": (
        "{rubric}，否决项 {veto}：应有核实结论，现无。请核实并填写 clear 或 fired。",
        "{rubric}, veto {veto}: a finding is required, none was found. Determine it: clear or fired.",
    ),
    "veto.undetermined": (
        "{rubric}，否决项 {veto}：尚未核实。请核实并填写 clear 或 fired。",
        "{rubric}, veto {veto}: it is still undetermined. Determine it: clear or fired.",
    ),
    "veto.ambiguous": (
        '{where}：{found} 含义不明（是“核实了”还是“发现了”？）。请写 "clear"（未发现）、"fired"（成立）或 "undetermined"（未核实）。',
        '{where}: {found} is ambiguous (was it looked at, or did it happen?). Write "clear", "fired" or "undetermined".',
    ),
    "veto.no-legal-basis": (
        '{rubric}，否决项 {veto}：成立时应写明法律依据，现无。请补充：{{ finding = "fired", legal_basis = "…", period = "…" }}。',
        '{rubric}, veto {veto}: a veto that fired needs its legal_basis, none was found. Add it: {{ finding = "fired", legal_basis = "…", period = "…" }}.',
    ),
    "veto.no-period": (
        "{rubric}，否决项 {veto}：成立时应写明时段（period），现无。请补充。",
        "{rubric}, veto {veto}: a veto that fired needs its period, none was found. Add it.",
    ),
    "veto.no-reason": (
        "{rubric}，否决项 {veto}：成立时应在 note 中写明理由，现无。请补充。",
        "{rubric}, veto {veto}: when it fires, its note must give the reason, none was found. Add it.",
    ),
    "veto.twice": (
        "{rubric}，否决项 {veto}：只能有一个结论，现重复。请删去一处。",
        "{rubric}, veto {veto}: one finding is required, more were found. Remove the others.",
    ),
    "veto.unknown": (
        "{rubric}：没有否决项 {veto}。[[是否指“{nearest}”？]]请更正编号。",
        '{rubric}: there is no veto {veto}.[[ Did you mean "{nearest}"?]] Correct the id.',
    ),
    "exclusion.not-allowed": (
        "{rubric}，第 {clause} 条：本准则不允许删减此条。请评分并删去该删减。",
        "{rubric}, clause {clause}: this rubric does not allow to exclude it. Rate it and remove the exclusion.",
    ),
    "exclusion.unknown-clause": (
        "{rubric}：没有条款 {clause}。[[是否指“{nearest}”？]]请更正条款号。",
        '{rubric}: there is no clause {clause}.[[ Did you mean "{nearest}"?]] Correct the number.',
    ),
    "exclusion.twice": (
        "{rubric}，第 {clause} 条：只能删减一次，现重复。请删去一处。",
        "{rubric}, clause {clause}: it must be excluded once, but is excluded again. Remove one of the two.",
    ),
    "exclusion.no-reason": (
        "{rubric}，第 {clause} 条：删减应有理由，现无。请补充。",
        "{rubric}, clause {clause}: an exclusion needs a reason, none was found. Add it.",
    ),
    "exclusion.everything": (
        "{rubric}：不得删减全部条款，现无任何条款可评。请减少删减。",
        "{rubric}: something must be left to be rated, but every clause is excluded. Exclude less.",
    ),
    "rating.of-excluded": (
        "{rubric}，第 {clause} 条：已随第 {excluded} 条删减，不应再评分，现有评分。请删去评分或删减。",
        "{rubric}, clause {clause}: it is excluded with clause {excluded} and needs no rating, but has one. Remove the rating or the exclusion.",
    ),
    "rating.off-step": (
        "{rubric}，第 {clause} 条：评分应为 {step} % 的整倍数，现为 {found} %。请更正评分。",
        "{rubric}, clause {clause}: rating must be a multiple of {step} %, got {found} %. Correct the rating.",
    ),
    "rating.off-level": (
        "{rubric}，第 {clause} 条：评分只能是以下各级之一：{levels} %，现为 {found} %。请更正评分。",
        "{rubric}, clause {clause}: rating must be one of the levels {levels} %, got {found} %. Correct the rating.",
    ),
    "adjustment.unknown": (
        "{rubric}：没有加分项或扣分项 {adjustment}。[[是否指“{nearest}”？]]请更正。",
        '{rubric}: there is no bonus or deduction {adjustment}.[[ Did you mean "{nearest}"?]] Correct it.',
    ),
    "adjustment.twice": (
        "{rubric}，{adjustment}：次数只能写一处，现重复。请删去一处。",
        "{rubric}, {adjustment}: its count must be stated once, but is stated again. Remove one of the two.",
    ),
    "adjustment.no-reason": (
        "{rubric}，{adjustment}：次数不为 0 时应有理由，现无。请补充 reason。",
        "{rubric}, {adjustment}: a count other than 0 needs a reason, none was found. Add reason.",
    ),
    "adjustment.missing": (
        "{rubric}，{adjustment}：应写明次数，没有也应写 0，现未写。请填写。",
        "{rubric}, {adjustment}: how often it occurred is required, 0 included, none was found. State it.",
    ),
    # what would be
    "change.unknown": (
        "{rubric}：没有可改的评分项、否决项或加减分项 {found}。[[是否指“{nearest}”？]]请更正编号。",
        '{rubric}: there is no scored item, veto or adjustment {found}.[[ Did you mean "{nearest}"?]] Correct the id.',
    ),
    "change.ambiguous": (
        "{rubric}：编号应只指一项，{found} 不止指一项。请写成 {places} 之一。",
        "{rubric}: an id must stand for one thing, but {found} stands for several. Write one of {places}.",
    ),
    "change.twice": (
        "{id} 只能假设一次，现重复。请删去一处。",
        "{id} must be changed once, but is changed again. Remove one of the two.",
    ),
    "change.form": (
        "假设应写成 编号=值，中间不空格，如 5.5=85，现为 {found}。请更正。",
        "A change must be ID=VALUE without blanks, such as 5.5=85, got {found}. Correct it.",
    ),
    "assumed.refused": (
        "假设中有 {count} 处错误，未作对比。请更正后重试。",
        "Nothing was compared, since what is assumed has faults ({count}). Correct them and ask again.",
    ),
    "assumed.nothing": (
        "所设与现状相同，没有差异。",
        "What is assumed is as it is: nothing differs.",
    ),
    "assumed.score": (
        "得分由 {old} 变为 {new}[[（{difference}）]]。",
        "The score goes from {old} to {new}[[ ({difference})]].",
    ),
    "assumed.score-stays": ("得分仍为 {new}。", "The score stays {new}."),
    "assumed.by-score": (
        "按得分，等级由{old}变为{new}。",
        "By score, the grade goes from {old} to {new}.",
    ),
    "assumed.by-score-stays": (
        "按得分，等级仍为{new}。",
        "By score, the grade stays {new}.",
    ),
    "assumed.veto": (
        "否决 {veto} {title}：由{old}变为{new}。成立时等级至多为：{grade}。",
        "Veto {veto}, {title}: {old} -> {new}. Where it fires, the grade is at most: {grade}.",
    ),
    "assumed.grade": (
        "计入否决，等级由{old}变为{new}。",
        "With the vetoes, the grade goes from {old} to {new}.",
    ),
    "assumed.grade-stays": (
        "计入否决，等级仍为{new}。",
        "With the vetoes, the grade stays {new}.",
    ),
    "assumed.row-score": ("得分", "Score"),
    "assumed.row-by-score": ("按得分", "By score"),
    "assumed.row-grade": ("等级", "Grade"),
    "assumed.points": ("得分", "points"),
    "assumed.reached": ("完成", "reached"),
    "assumed.row-distance": ("距下一等级", "To the next grade"),
    "assumed.distance": (
        "{gap}（{grade}[[，{and_more}]]）",
        "{gap} ({grade}[[, {and_more}]])",
    ),
    "assumed.and-more": ("另有要求未满足", "which requires more"),
    "assumed.whole": ("总体", "the whole"),
    "assumed.decides": (
        "取最低：由 {old} 决定，变为由 {new} 决定",
        "the weakest decides: {old} -> {new}",
    ),
    "assumed.open": ("未定", "open"),
    "assumed.range": ("{low}～{high}", "{low} to {high}"),
    "assumed.between": ("{low}～{high}", "between {low} and {high}"),
    "assumed.as-it-is": ("现状：{standing}", "As it is: {standing}"),
    "assumed.as-assumed": ("假设：{standing}", "As assumed: {standing}"),
    # a new rubric
    "package.exists": (
        "文件夹 {folder} 已存在且不为空，未改动。请换一个名称。",
        "The folder {folder} exists and is not empty; it was left alone. Choose another name.",
    ),
    "new.vectors": (
        "已知的评价及其应得的结果；ratings 写单项评分，all 为其余各项的评分，其他写法同评价文件。\n请换成标准中的数据：算例、以往的证书、恰在分数线上的情形。",
        "Assessments and what they must come to: ratings of single items, all for the others, the rest as in an assessment.\nReplace these by figures of the standard: worked examples, earlier certificates, cases on a floor.",
    ),
    "new.best": ("全部为最高", "everything at its best"),
    "new.worst": ("全部为最低", "everything at its worst"),
    "new.package": (
        "已生成 {folder}，其中 {count} 个文件。安装与测试见 {folder}/README.md。",
        "{folder}: written, files: {count}. {folder}/README.md tells how to install and test it.",
    ),
    "new.rubric": (
        "已生成 {file}。请修改后运行 `maturity check {call}`；生成评价文件：`maturity new {call} -o assessment.toml`。",
        "{file}: written. Change it, then `maturity check {call}`; an assessment by it: `maturity new {call} -o assessment.toml`.",
    ),
    "new.template": (
        "已生成 {file}。填写后运行：`maturity rubric new ID --from {call} -o rubric.toml`。",
        "{file}: written. Fill it in, then: `maturity rubric new ID --from {call} -o rubric.toml`.",
    ),
    "call.one-of": (
        "应恰好写 {options} 中的一项。请更正；用法：{call} --help。",
        "exactly one of {options} must be given. Correct it; {call} --help tells more.",
    ),
    # vectors of a rubric
    "vectors.none": (
        "文件中 vectors 应至少有一项，现无。请补充。",
        "vectors needs at least one entry, none was found. Add one.",
    ),
    "vectors.name-twice": (
        "{where}：每个 vector 应有自己的 name，现 {name} 重复。请更正。",
        "{where}: each vector needs a name of its own, but {name} is there again. Change it.",
    ),
    "vectors.nothing-expected": (
        "{where}：{name} 应写明 score、grade 或 refused，现均无。请补充应得的结果。",
        "{where}: {name} must say score, grade or refused, none was found. Add what has to come out.",
    ),
    "vectors.both-expected": (
        "{where}：{name} 写了 refused，就不应再写 score 或 grade，现均有。请删去其一。",
        "{where}: {name} says refused, so it must not say score or grade too. Remove one of them.",
    ),
    "vectors.other-rubric": (
        "{where}：vectors 应属于 {rubric}，现为 {found}。请更正 rubric。",
        "{where}: vectors for {rubric} are required, these are for {found}. Correct rubric.",
    ),
    # a rubric
    "rubric.id-twice": (
        "{where}：编号 {id} 只能用一次，现重复。请更正。",
        "{where}: the id {id} must be used once, but is used again. Correct it.",
    ),
    "rubric.ids-alike": (
        "{where}：编号 {id} 与 {like} 看上去几乎一样，易混淆。请更改其一。",
        "{where}: the ids {id} and {like} look alike and must be easy to tell apart. Change one of them.",
    ),
    "standard.never-in-force": (
        "standard：withdrawn 应晚于实施日期 {effective}，现为 {found}。请更正。",
        "standard: withdrawn must be later than effective, {effective}, got {found}. Correct it.",
    ),
    "provenance.no-citation": (
        '叠加准则要写明 official，{part} 的出处应有 code、edition、page，现不全。请在 sources 中补充 {part} = {{ code = "…", edition = "…", page = "…" }}，或写 reconstructed。',
        'An overlay is official only where {part} cites code, edition and page, which are not all there. Add {part} = {{ code = "…", edition = "…", page = "…" }} to sources, or say reconstructed.',
    ),
    "overlay.same-id": (
        "叠加准则应有自己的编号，现与基础准则同为 {id}。请更改 id。",
        "An overlay needs an id of its own, got {id}, which is that of its base. Change it.",
    ),
    "overlay.remove": (
        "{where}：删除 {id} 应单独写 remove = true，现另有内容或其他值。请更正。",
        "{where}: to remove {id}, remove = true must stand alone, but there is more, or another value. Correct it.",
    ),
    "overlay.nothing-to-remove": (
        "{where}：基础准则中没有 {id}，无从删除。[[是否指“{nearest}”？]]请更正。",
        '{where}: the base has no {id} that could be removed.[[ Did you mean "{nearest}"?]] Correct it.',
    ),
    "overlay.circular": (
        "{file} 经由其 base 又以自身为基础。请更正 base。",
        "{file} is its own base, by way of other files. Correct base.",
    ),
    "rubric.no-clauses": (
        "准则应至少有一个条款，现无。请补充 [clauses]。",
        "A rubric needs at least one clause, none was found. Add [clauses].",
    ),
    "rubric.no-grades": (
        "准则应至少有一个等级，现无。请补充 [grades]。",
        "A rubric needs at least one grade, none was found. Add [grades].",
    ),
    "rubric.total": (
        "总分应大于 0，现为 {found}。请更正。",
        "The total must be above 0, got {found}. Correct it.",
    ),
    "rubric.points-sum": (
        "各部分分值之和应等于总分 {required}，现为 {found}。请更正分值或总分，或写明 scaled = true。",
        "The points of the sections must add up to the total {required}, got {found}. Correct points or total, or say scaled = true.",
    ),
    "rubric.dangling": (
        "{where}：没有名为 {found} 的 {kind}。[[是否指“{nearest}”？]]请更正。",
        '{where}: there is no {kind} {found}.[[ Did you mean "{nearest}"?]] Correct it.',
    ),
    "rubric.maximum": (
        "最高分（maximum）不应低于总分 {required}，现为 {found}。请更正。",
        "The maximum must not be below the total {required}, got {found}. Correct it.",
    ),
    "rubric.dimension-below-min": (
        "第 {clause} 条：维度只能写在取最低值（min）的条款上，不能写在其下。请移到上级。",
        "Clause {clause}: a dimension may stand on a min branch, but not below it. Move it up.",
    ),
    "scale.step": (
        "{where}：步长应大于 0 且能整除 100 %，现为 {found} %。请更正。",
        "{where}: a step must be above 0 and go into 100 % without a rest, got {found} %. Correct it.",
    ),
    "adjustment.points-not-positive": (
        "{adjustment}：每次的分值应大于 0，现为 {found}；加或扣由 kind 决定。请更正。",
        "{adjustment}: points per occurrence must be above 0, got {found}; kind says whether they are given or taken. Correct them.",
    ),
    "adjustment.deduction-from-ratio": (
        "{adjustment}：只有加分项可以写 from_ratio，现为扣分项。请删去。",
        "{adjustment}: only a bonus may depend on from_ratio, this is a deduction. Remove it.",
    ),
    "adjustment.from-ratio": (
        "{adjustment}：from_ratio 应在 0 至 100 % 之间，现为 {found} %。请更正。",
        "{adjustment}: from_ratio must be between 0 and 100 %, got {found} %. Correct it.",
    ),
    "adjustment.no-points": (
        "{adjustment}：所在的第 {clause} 条应有分值，现无。请补充分值，或改变 on。",
        "{adjustment}: clause {clause}, on which it acts, needs points, none were found. Add them, or change on.",
    ),
    "grade.requires-deduction": (
        "等级 {grade}：不得以扣分项 {adjustment} 为条件，否则扣得越多等级越高。请改用加分项。",
        "Grade {grade}: it must not require the deduction {adjustment}, since more of it would raise the grade. Require a bonus.",
    ),
    "grade.requires-too-much": (
        "等级 {grade}：条件 {required} 应能达到，最高只有 {most}。请更正。",
        "Grade {grade}: what it requires, {required}, must be within reach, the most is {most}. Correct it.",
    ),
    "clause.points-sum": (
        "第 {clause} 条：下级分值之和应为 {required}，现为 {found}。请更正分值，或写明 scaled = true。",
        "Clause {clause}: the points below it must add up to its {required}, got {found}. Correct the points, or say scaled = true.",
    ),
    "clause.no-points": (
        "第 {clause} 条：应有分值（points），现无。请补充。",
        "Clause {clause}: points are required, none were found. Add them.",
    ),
    "clause.no-weight": (
        "第 {clause} 条：上级按权重平均，同级已有权重，此条也应有（weight），现无。请补充。",
        "Clause {clause}: its siblings have weights for the mean, so it needs one too, none was found. Add it.",
    ),
    "clause.points-not-positive": (
        "第 {clause} 条：分值应大于 0，现为 {found}。请更正。",
        "Clause {clause}: points must be above 0, got {found}. Correct them.",
    ),
    "clause.weight-not-positive": (
        "第 {clause} 条：权重应大于 0，现为 {found}。请更正。",
        "Clause {clause}: the weight must be above 0, got {found}. Correct it.",
    ),
    "clause.unknown-parent": (
        "第 {clause} 条：in 应为上级条款的编号，现为 {found}。[[是否指“{nearest}”？]]请更正。",
        'Clause {clause}: in must be the id of the clause above it, got {found}.[[ Did you mean "{nearest}"?]] Correct it.',
    ),
    "clause.no-way-up": (
        "第 {clause} 条：应在 {most} 层之内属于整体，现互为上级或层数过多。请更正 in。",
        "Clause {clause}: it must belong to the whole within {most} levels, but the clauses above it form a circle or are too many. Correct in.",
    ),
    "scale.band": (
        "{where}：评分档应满足 0 <= low <= high <= 100，现为 {low} 至 {high}。请更正。",
        "{where}: a band needs 0 <= low <= high <= 100, got {low} to {high}. Correct it.",
    ),
    "scale.level-twice": (
        "{where}：每个级别应有自己的名称，现 {label} 重复。请更正。",
        "{where}: each level needs a label of its own, but {label} is there again. Correct it.",
    ),
    "scale.level-off-step": (
        "{where}：级别应为步长 {step} % 的整倍数，现为 {found} %。请更正。",
        "{where}: a level must be a multiple of the step {step} %, got {found} %. Correct it.",
    ),
    "scale.gap": (
        "{where}：评分档应相接，{before} 与 {after} 之间不属于任何一档。请更正。",
        "{where}: bands must touch, but nothing covers {before} to {after}. Correct them.",
    ),
    "scale.overlap": (
        "{where}：评分档应由低到高相接，现 {after} 低于 {before}。请更正。",
        "{where}: bands must rise without overlap, but {after} comes after {before}. Correct them.",
    ),
    "grade.rank-twice": (
        "每个等级应有自己的 rank，现 {grades} 均为 {rank}。请更正。",
        "Each grade needs a rank of its own, but {grades} all have {rank}. Correct them.",
    ),
    "grade.out-of-reach": (
        "等级 {grade}：分数线 {floor} 应能达到，最高只有 {most}。请更正。",
        "Grade {grade}: its floor {floor} must be within reach, the most is {most}. Correct it.",
    ),
    "grade.never-reached": (
        "等级 {grade}：凡达到其分数线 {floor} 者均已属更高的 {next}，该等级不可能得到。请更正分数线。",
        "Grade {grade}: whoever reaches its floor {floor} reaches the better {next} too, so it is never given. Correct the floors.",
    ),
    "grade.floors-fall": (
        "等级 {grade} 的分数线 {floor} 低于较低等级 {lower} 的 {lower_floor}。请核对：等级越高，分数线通常越高。",
        "Grade {grade}: its floor {floor} is below the floor {lower_floor} of {lower}, a lower grade. Check whether the two were swapped.",
    ),
    "grade.lowest-has-floor": (
        "等级 {grade} 最低，达不到其分数线 {floor} 也属该等级。宜另设更低的等级，或删去该分数线。",
        "Grade {grade} is the lowest, so it is given below its floor {floor} too. Add a grade below it, or remove the floor.",
    ),
    "value.below-one": (
        "{where}：{found} 表示 {found} %。是否指 {meant}？如是请更正。",
        "{where}: {found} means {found} %. Did you mean {meant}? Then correct it.",
    ),
    "grade.below-zero": (
        "等级 {grade}：分数线不应低于 0，现为 {floor}。请更正。",
        "Grade {grade}: its floor must not be below 0, got {floor}. Correct it.",
    ),
    "grade.no-way": (
        "等级 {grade}：应有分数线，或有否决项定于该等级，现均无，不可能得到。请补充，或删去该等级。",
        "Grade {grade}: a floor or a veto has to lead to it, but neither does, so it is never given. Add one, or remove the grade.",
    ),
    "grade.top": (
        "等级 {grade}：其上再无等级，应止于最高分 {next_floor}，现止于 {upto}。请更正。",
        "Grade {grade}: no better grade follows, so it must end at the most, {next_floor}, got {upto}. Correct it.",
    ),
    "grade.requires-nothing": (
        "等级 {grade}：条件 {required} 应涉及评分项，现无评分项属于它，条件不起作用。请为条款写明该维度，或删去条件。",
        "Grade {grade}: it requires {required}, but no scored item belongs to it, so the requirement says nothing. Give clauses that dimension, or remove the requirement.",
    ),
    "grade.requires-below-zero": (
        "等级 {grade}：条件的界限不应低于 0，现为：{required}。请更正。",
        "Grade {grade}: what it requires must not be below 0, got {required}. Correct it.",
    ),
    "grade.requires-excludable": (
        '等级 {grade}：条件 {required} 所依据的可以删减，应写明删减后如何，现未写。请在条件中补充 excluded = "met"（视为满足）或 "unmet"（视为不满足）。',
        'Grade {grade}: it requires {required}, which can be excluded, and must say what holds then, but does not. Add excluded = "met" or excluded = "unmet" to the requirement.',
    ),
    "grade.gap": (
        "等级 {grade}：止于 {upto}，而 {next} 始于 {next_floor}，其间无等级。请更正。",
        "Grade {grade}: it ends at {upto}, {next} starts at {next_floor}, and no grade covers what lies between. Correct them.",
    ),
    "grade.overlap": (
        "等级 {grade}：止于 {upto}，高于 {next} 的起点 {next_floor}。请更正。",
        "Grade {grade}: it ends at {upto}, above the start of {next} at {next_floor}. Correct them.",
    ),
    # installed rubrics
    "rubric.unknown": (
        "未安装准则“{asked}”。已安装：{installed}。[[是否指“{nearest}”？]]",
        'No rubric "{asked}" is installed. Installed: {installed}.[[ Did you mean "{nearest}"?]]',
    ),
    "rubric.needs-date": (
        "“{asked}”是标准系列，应写明版次或日期。已安装的版次：{editions}。",
        '"{asked}" is a family: name the edition or the day. Installed editions: {editions}.',
    ),
    "rubric.no-edition": (
        "“{asked}”在 {day} 没有有效版次。已安装的版次：{editions}。",
        'No edition of "{asked}" is in force on {day}. Installed editions: {editions}.',
    ),
    "rubric.several-editions": (
        "“{asked}”在 {day} 有多个有效版次：{editions}。请写明其中一个。",
        'More than one edition of "{asked}" is in force on {day}: {editions}. Name one of them.',
    ),
    "rubric.several-aliases": (
        "“{asked}”对应多个已安装的准则：{found}。请写明其中一个。",
        '"{asked}" stands for more than one installed rubric: {found}. Name one of them.',
    ),
    "plugin.id-twice": (
        "准则“{id}”由多个安装包提供：{distributions}。请卸载多余的一个。",
        'The rubric "{id}" is offered by more than one distribution: {distributions}. Uninstall all but one.',
    ),
    "plugin.id-repeated": (
        "安装包 {distribution} 多次提供准则“{id}”。请联系其作者，或卸载它。",
        'The distribution {distribution} offers the rubric "{id}" more than once. Tell its author, or uninstall it.',
    ),
    "plugin.circular": (
        "安装包 {distribution} 的准则“{id}”在载入时又要求载入自身。请联系其作者，或卸载它。",
        'The rubric "{id}" of the distribution {distribution} asks for itself while it is loaded. Tell its author, or uninstall it.',
    ),
    "plugin.broken": (
        "安装包 {distribution} 的准则[[“{id}”]]无法载入：{reason}。请联系其作者，或卸载它。",
        'The rubric [["{id}" ]]of the distribution {distribution} cannot be loaded: {reason}. Tell its author, or uninstall it.',
    ),
    "plugin.no-rubric": (
        "安装包 {distribution} 的准则“{id}”应为 Rubric，现为 {found}。请联系其作者，或卸载它。",
        'The rubric "{id}" of the distribution {distribution} must be a Rubric, got {found}. Tell its author, or uninstall it.',
    ),
    "plugin.no-id": (
        "安装包 {distribution} 以 {found} 为名提供准则；编号应为 1 至 64 个半角字母、数字、点、横线或下划线，首尾为字母或数字。请联系其作者，或卸载它。",
        "The distribution {distribution} offers a rubric as {found}; an id is 1 to 64 ASCII letters, digits, dots, dashes and underlines, with a letter or digit at both ends. Tell its author, or uninstall it.",
    ),
    "plugin.no-metadata": (
        "{folder} 提供准则，其 METADATA 应写明 Name 与 Version，现缺失。请重新安装该安装包，或删除该文件夹。",
        "{folder} offers a rubric: METADATA with Name and Version is required in it, none was found. Install the distribution anew, or remove the folder.",
    ),
    "plugin.other-id": (
        "安装包 {distribution} 的入口“{id}”应提供同名准则，现为“{found}”。请联系其作者，或卸载它。",
        'The entry point "{id}" of the distribution {distribution} must give the rubric of that id, got "{found}". Tell its author, or uninstall it.',
    ),
    # the tools
    "file.not-regular": (
        "{file} 不是普通文件，未写入。请换一个名称。",
        "{file} is no regular file and was left alone. Choose another name.",
    ),
    "file.is-input": (
        "输出文件 {file} 也是输入文件，未写入。请换一个名称。",
        "The output {file} is one of the inputs and was left alone. Choose another name.",
    ),
    "file.not-shown": (
        "结果无法写到标准输出：{reason}。已写出的部分不完整。请排除原因后重新运行。",
        "The result cannot be written to standard output: {reason}. What is there is not complete. Remove the cause, then run this again.",
    ),
    "rubric.taken-for-id": (
        "“{asked}”被当作已安装准则的编号。若指同名文件，请写 {file}。",
        '"{asked}" was taken for the id of an installed rubric. If you mean the file of that name, write {file}.',
    ),
    "rubric.taken-for-file": (
        "“{asked}”被当作文件名。若指已安装的准则，请写其编号：{installed}。",
        '"{asked}" was taken for the name of a file. If you mean an installed rubric, write its id: {installed}.',
    ),
    "call.no-command": (
        "没有命令 {found}。[[是否指“{nearest}”？]]可用的命令：{commands}。",
        'There is no command {found}.[[ Did you mean "{nearest}"?]] The commands are: {commands}.',
    ),
    "call.no-option": (
        "没有选项 {option}。[[是否指“{nearest}”？]]运行 {call} -h 可查看全部选项。",
        'There is no option {option}.[[ Did you mean "{nearest}"?]] `{call} -h` lists all options.',
    ),
    "call.missing": (
        "应写明 {name}，现缺。请补充；运行 {call} -h 可查看用法。",
        "{name} is required, but missing. Add it; `{call} -h` tells more.",
    ),
    "call.needs-value": (
        "选项 {option} 之后应有值，现无。请补充；运行 {call} -h 可查看用法。",
        "The option {option} needs a value, none was found. Add it; `{call} -h` tells more.",
    ),
    "call.takes-no-value": (
        "选项 {option} 不带值，现有值。请去掉等号及其后的内容。",
        "The option {option} takes no value, but one was found. Remove it and the equals sign.",
    ),
    "call.too-many": (
        "此处不应再有内容，现有 {found}。请删去；含空格的名称应加引号。",
        "Nothing more is expected here, got {found}. Remove it; a name with blanks needs quotes.",
    ),
    "call.only-with": (
        "选项 {option} 只用于 {required}。请去掉。",
        "The option {option} is for {required} only. Remove it.",
    ),
    "call.stopped": (
        "已中断，结果不完整。需要时请重新运行。",
        "Stopped before the end, so the result is not complete. Run it again if you need it.",
    ),
    "tools.no-extra": (
        "maturity 命令需要附加组件（缺 {module}）。请运行：{install}",
        "The command maturity needs an extra ({module} is missing). Run: {install}",
    ),
    "new.written": (
        "已生成 {file}。填写后运行 maturity check {call} 查看进度，maturity score {call} 评分。",
        "Wrote {file}. Fill it in; `maturity check {call}` tells what is open, `maturity score {call}` scores it.",
    ),
    "check.progress": (
        "{file}：已评 {rated} / {items} 项，已核实否决项 {determined} / {vetoes} 项[[，已写明加减分 {stated} / {adjustments} 项]]；错误 {faults} 处，提示 {warnings} 处。",
        "{file}: {rated} of {items} items rated, {determined} of {vetoes} vetoes determined[[, {stated} of {adjustments} adjustments stated]]; faults: {faults}, warnings: {warnings}.",
    ),
    "check.rubric": (
        "{file}：[[准则 {rubric}，]]条款 {clauses} 条，评分项 {items} 项，否决项 {vetoes} 项，等级 {grades} 个；错误 {errors} 处，提示 {warnings} 处。",
        "{file}: [[rubric {rubric}; ]]clauses: {clauses}, items: {items}, vetoes: {vetoes}, grades: {grades}; errors: {errors}, warnings: {warnings}.",
    ),
    "score.refused": (
        "{file}：不予评分，有 {count} 处错误。请排除后重试。",
        "{file}: refused (faults: {count}). Remove them and score again.",
    ),
    "score.unfinished": (
        "{file}：尚未完成，不出等级，还有 {count} 项待评或待核实。",
        "{file}: unfinished, so there is no grade (open items: {count}).",
    ),
    "severity.error": ("错误", "error"),
    "severity.warning": ("提示", "warning"),
    "severity.open": ("待办", "open"),
    "kind.self": ("自我评价", "self-assessment"),
    "kind.internal": ("内部评价", "internal assessment"),
    "kind.third-party": ("第三方评价", "third-party assessment"),
    "card.score": ("得分 {score} / {total}   {grade}", "Score {score} / {total}   {grade}"),
    "card.capped": ("{grade}（按得分：{by_score}）", "{grade} (by score: {by_score})"),
    "card.reconstructed": (
        "注意：本准则为重建，并非标准正式文本。",
        "Note: this rubric is a reconstruction, not the official standard.",
    ),
    "card.rubric-file": (
        "注意：准则取自文件 {file}，未经安装。",
        "Note: the rubric came from the file {file}; it is not installed.",
    ),
    "card.decides": ("取最低：由 {clauses} 决定", "the weakest decides: {clauses}"),
    "card.mean": ("按权重平均", "mean by weight"),
    "card.weight": ("权重 {weight}", "weight {weight}"),
    "card.in-full": ("已删减，按满分计", "excluded, counts in full"),
    "card.before": ("加减分前 {ratio}", "{ratio} before adjustments"),
    "card.excluded": ("已删减", "excluded"),
    "card.counted": ("{counted} 次", "{counted} x"),
    "card.counted-of": ("{occurred} 次中计 {counted} 次", "{counted} of {occurred} x"),
    "card.held": ("超限部分", "held within limits"),
    "card.floors": ("得分与各分数线：", "The score and each floor:"),
    "card.floor": ("{floor} 分", "{floor}"),
    "card.floor-above": ("{floor} 分以上", "above {floor}"),
    "card.floor-met": ("已达到", "reached"),
    "card.floor-missed": ("未达到", "not reached"),
    "card.floor-lacks": ("已达到，但其他要求未满足", "reached, but not all else that it requires"),
    "card.floor-of-base": ("按加减分前得分 {base}", "of {base} before adjustments"),
    "card.moves": (
        "仅一项评分变动、其余不变时：降至多少等级仍保持，升至多少等级提高：",
        "If one rating alone changes: down to where the grade holds, and from where it is better:",
    ),
    "card.move-clause": ("条款", "clause"),
    "card.move-rated": ("评分", "rated"),
    "card.move-lost": ("失分", "lost"),
    "card.move-falls": ("可降至", "may fall to"),
    "card.move-rises": ("须升至", "lifts from"),
    "card.move-never": ("不能提高", "never"),
    "diff.none": ("没有差异", "no differences"),
    "diff.format": ("文件格式", "File format"),
    "diff.rubric": ("准则", "Rubric"),
    "diff.standard": ("标准", "Standard"),
    "diff.provenance": ("来源", "Provenance"),
    "diff.clauses": ("条款", "Clauses"),
    "diff.scale": ("评分档", "Rating scale"),
    "diff.grades": ("等级", "Grades"),
    "diff.vetoes": ("一票否决", "Vetoes"),
    "diff.adjustments": ("加分项与扣分项", "Bonuses and deductions"),
    "diff.scopes": ("适用范围", "Scopes"),
    "diff.dimensions": ("维度", "Dimensions"),
    "diff.readings": ("解读", "Readings"),
    "diff.shares": ("占总分的比例", "Part of the total"),
    "diff.entries": ("（{count} 项）", "({count} entries)"),
    "diff.assessment": (
        "{file}：{old} {old_grade} -> {new} {new_grade}",
        "{file}: {old} {old_grade} -> {new} {new_grade}",
    ),
    "diff.other-grade": (
        "{file}：{old} {old_grade} -> {new} {new_grade}（等级改变）",
        "{file}: {old} {old_grade} -> {new} {new_grade} (the grade changes)",
    ),
    "diff.not-scored": (
        "{file}：按 {rubric} 无法评分，问题 {count} 处。",
        "{file}: cannot be scored by {rubric} (problems: {count}).",
    ),
    "show.usage": ("用法：{call}", "Usage: {call}"),
    "show.official": ("按正式文本", "official text"),
    "show.reconstructed": ("重建", "reconstructed"),
    "show.clauses": ("条款（总分 {total}）", "Clauses (total {total})"),
    "title.added": ("{title}（标题为本准则所加）", "{title} (title added by the rubric)"),
    "title.points": ("{title}（{points} 分）", "{title} ({points} points)"),
    "show.min": ("取最低", "the weakest decides"),
    "show.scaled": (
        "各部分分值之和折算为 {total} 分",
        "the points of the sections are scaled to {total}",
    ),
    "show.maximum": ("含加分至多 {maximum} 分", "with bonuses at most {maximum}"),
    "show.excludable-drop": ("可删减", "may be excluded"),
    "show.excludable-full": ("可删减，按满分计", "may be excluded, counts in full then"),
    "show.adjustments": ("加分项与扣分项", "Bonuses and deductions"),
    "show.bonus": ("加分", "bonus"),
    "show.deduction": ("扣分", "deduction"),
    "show.each": ("每次 {points}", "{points} each"),
    "show.times": ("至多计 {times} 次", "at most {times} x"),
    "show.on": ("计入第 {clause} 条", "on clause {clause}"),
    "show.inside": ("随删减折算", "scaled where clauses are excluded"),
    "show.from": ("达到 {ratio} % 后才计", "counts from {ratio} % on"),
    "show.needs-reason": ("须写明理由", "needs a reason in writing"),
    "show.needs-text": ("须另作说明", "needs a description"),
    "show.or": ("或", "or"),
    "show.base": ("（加减分前）", "before adjustments"),
    "show.of-clause": ("第 {name} 条", "clause {name}"),
    "show.of-section": ("每一章", "every section"),
    "show.of-dimension": ("维度 {name}", "dimension {name}"),
    "show.of-score": ("加减分前得分", "score before adjustments"),
    "show.of-adjustment": ("{name} 加分", "points of {name}"),
    "show.excluded-met": ("删减时视为满足", "met where excluded"),
    "show.excluded-unmet": ("删减时视为不满足", "not met where excluded"),
    "show.scopes": ("适用范围", "Scopes"),
    "show.scale": ("评分档", "Rating bands"),
    "show.evidence": ("查验资料：{text}", "Evidence: {text}"),
    "show.grades": ("等级", "Grades"),
    "show.vetoes": ("一票否决", "Vetoes"),
    "show.veto": (
        "{title}[[（依据 {rests_on}）]]：成立则至多为{grade}",
        "{title}[[ (rests on {rests_on})]]: caps the grade at {grade}",
    ),
    "show.based-on": ("以 {rubric} 为基础", "based on {rubric}"),
    "show.readings": ("解读", "Readings"),
    "show.reading": ("读作：{reading} 理由：{reason}", "Reading: {reading} Reason: {reason}"),
    "page.language": ("中文", "English"),
    "page.contents": ("目录", "Contents"),
    "page.rubric": ("准则编号", "Rubric id"),
    "page.edition": ("版次", "Edition"),
    "page.issuer": ("发布单位", "Issuer"),
    "page.issued": ("发布日期", "Issued"),
    "page.effective": ("实施日期", "In force from"),
    "page.transition-ends": ("过渡期截止", "Transition ends"),
    "page.withdrawn": ("废止日期", "Withdrawn"),
    "page.references": ("引用文件", "References"),
    "page.total": ("总分", "Total"),
    "page.sum": ("各章分值相加", "the points of the sections add up"),
    "page.bars": (
        "条形表示占总分的比例，以最大的一项为整条。",
        "A bar shows the part of the total; that of the largest clause is whole.",
    ),
    "page.clause": ("条款", "Clause"),
    "page.title": ("名称", "Title"),
    "page.title-added": ("标题为本准则所加", "title added by the rubric"),
    "page.points": ("分值", "Points"),
    "page.remarks": ("说明", "Remarks"),
    "page.no-share": ("不单独占分", "no part of its own"),
    "page.details": ("要点与查验资料", "Checkpoints and evidence"),
    "page.checkpoints": ("要点", "Checkpoints"),
    "page.evidence": ("查验资料", "Evidence to ask for"),
    "page.rating": ("评分比例", "Rating"),
    "page.band": ("档次", "Band"),
    "page.adjustment": ("编号", "Id"),
    "page.kind": ("类别", "Kind"),
    "page.counts": ("计法", "How it counts"),
    "page.grade": ("等级", "Grade"),
    "page.symbol": ("标志", "Symbol"),
    "page.takes": ("所需得分与条件", "What it takes"),
    "page.no-floor": ("不设分数线", "no floor"),
    "page.part": ("部分", "Part"),
    "page.source": ("取自", "Taken from"),
    "page.comparison": ("准则比较", "Comparison of rubrics"),
    "page.where": ("所在", "Where"),
    "page.old": ("原为", "Old"),
    "page.new": ("现为", "New"),
    "page.change": ("变化", "Change"),
    "page.is-added": ("新增", "added"),
    "page.is-removed": ("删除", "removed"),
    "page.is-changed": ("更改", "changed"),
    "page.assessments": ("评价结果", "Assessments"),
    "page.file": ("文件", "File"),
    "page.scored": ("{score} 分，{grade}", "{score}, {grade}"),
    "page.not-scored": ("无法评分，问题 {count} 处", "cannot be scored (problems: {count})"),
    "page.other-grade": ("等级改变", "the grade changes"),
    # workbooks: names of sheets and headings, what may stand in a cell, and what explains them
    "heading.standard": ("标准", "standard"),
    "heading.clauses": ("条款", "clauses"),
    "heading.dimensions": ("维度", "dimensions"),
    "heading.scale": ("评分档", "scale"),
    "heading.grades": ("等级", "grades"),
    "heading.vetoes": ("否决 / 否决项 / 一票否决", "vetoes"),
    "heading.help": ("说明", "help"),
    "heading.item": ("项目", "item"),
    "heading.value": ("内容", "value"),
    "heading.remark": ("备注", "remark / note"),
    "heading.aspect": ("方面", "aspect"),
    "heading.language": ("语言", "language"),
    "heading.id": ("编号", "id"),
    "heading.family": ("系列", "family"),
    "heading.name": ("名称", "name / label"),
    "heading.name-en": ("英文名称", "name (en)"),
    "heading.name-zh": ("中文名称", "name (zh)"),
    "heading.total": ("总分", "total"),
    "heading.maximum": ("最高分", "maximum"),
    "heading.scaled": ("折算", "scaled"),
    "heading.combine": ("合成", "combine"),
    "heading.rounding": ("修约", "rounding"),
    "heading.digits": ("小数位", "digits"),
    "heading.step": ("评分步长", "step"),
    "heading.code": ("标准号", "code"),
    "heading.edition": ("版本", "edition"),
    "heading.issuer": ("发布机构", "issuer"),
    "heading.issuer-en": ("发布机构英文名", "issuer (en)"),
    "heading.issuer-zh": ("发布机构中文名", "issuer (zh)"),
    "heading.issued": ("发布日期", "issued"),
    "heading.effective": ("实施日期", "effective"),
    "heading.transition-ends": ("过渡期截止", "transition ends"),
    "heading.withdrawn": ("废止日期", "withdrawn"),
    "heading.references": ("引用文件", "references"),
    "heading.status": ("文本性质", "status"),
    "heading.clause": ("条款号", "clause"),
    "heading.title": ("标题", "title"),
    "heading.title-en": ("英文标题", "title (en)"),
    "heading.title-zh": ("中文标题", "title (zh)"),
    "heading.points": ("分值 / 标准分值", "points"),
    "heading.checkpoints": ("评价要点", "checkpoints"),
    "heading.dimension": ("维度", "dimension"),
    "heading.excludable": ("可删减", "excludable"),
    "heading.evidence": ("查验资料 / 证据", "evidence"),
    "heading.weight": ("权重", "weight"),
    "heading.parent": ("上级条款", "parent"),
    "heading.low": ("下限", "low"),
    "heading.high": ("上限", "high"),
    "heading.rank": ("序", "rank"),
    "heading.at-least": ("分数线", "at least"),
    "heading.above": ("高于", "above"),
    "heading.upto": ("止于", "up to"),
    "heading.symbol": ("符号", "symbol"),
    "heading.condition": ("条件", "condition"),
    "heading.condition-en": ("英文条件", "condition (en)"),
    "heading.condition-zh": ("中文条件", "condition (zh)"),
    "heading.rests-on": ("依据条款", "rests on"),
    "heading.caps-at": ("封顶等级", "caps at"),
    "heading.needs-reason": ("须写理由", "needs reason"),
    "choice.yes": ("是", "yes"),
    "choice.no": ("否", "no"),
    "choice.sum": ("相加", "sum"),
    "choice.mean": ("加权平均", "mean"),
    "choice.min": ("取最低", "min"),
    "choice.half-even": ("四舍六入五成双", "half-even"),
    "choice.half-up": ("四舍五入", "half-up"),
    "choice.truncate": ("截尾", "truncate"),
    "choice.none": ("不修约", "none"),
    "choice.official": ("正式", "official"),
    "choice.reconstructed": ("重建", "reconstructed"),
    "choice.zh": ("中文", "zh"),
    "choice.en": ("英文", "en"),
    "guide.head": (
        "每张工作表一行标题，其下每行一项。本表只供参考，不读取。",
        "Each sheet has one row of headings, and one entry per row below it. This sheet is only to look at; it is not read.",
    ),
    "guide.sheet": ("工作表", "Sheet"),
    "guide.heading": ("列或项目", "Column or item"),
    "guide.needed": ("必填", "Required"),
    "guide.meaning": ("含义与示例", "Meaning, with an example"),
    "guide.examples": ("工作表“条款”的示例", "An example of the sheet clauses"),
    "guide.first": ("1 | 人员 | 4", "1 | Staff | 4"),
    "guide.second": (
        "1.10 | 培训 | 4 | 每年都有培训计划",
        "1.10 | Training | 4 | There is a training plan for each year",
    ),
    "guide.language": (
        "工作簿中文字的语言：中文或英文；留空为中文。",
        "Language of the texts of this workbook, zh or en; blank is zh.",
    ),
    "guide.id": (
        "编号：半角字母、数字、点、横线，如 laundry-2026。",
        "An id: ASCII letters, digits, dots, dashes, such as laundry-2026.",
    ),
    "guide.family": (
        "不含版次的编号，如 laundry。",
        "The id without its edition, such as laundry.",
    ),
    "guide.name": ("名称，如“四星级”。", "What people call it, such as four stars."),
    "guide.name-other": ("另一种语言的名称。", "The name in the other language."),
    "guide.total": ("总分，如 100。", "The highest score, such as 100."),
    "guide.maximum": (
        "含加分的最高分；没有加分则留空。",
        "The highest score with bonuses; blank where there are none.",
    ),
    "guide.scaled": (
        "各章分值之和不等于总分、需要折算时写“是”。",
        "yes where the points do not add up to the total and are scaled to it.",
    ),
    "guide.combine": (
        "由下级合成的办法：相加（留空即此）、加权平均、取最低。",
        "How it is made of what is below it: sum (also where blank), mean, min.",
    ),
    "guide.rounding": (
        "得分显示时的修约办法；留空为四舍六入五成双（GB/T 8170）。",
        "How a score is rounded for display; blank is half-even (GB/T 8170).",
    ),
    "guide.digits": ("得分显示的小数位数；留空为 2。", "Decimals of a score shown; blank is 2."),
    "guide.step": (
        "评分须为其整倍数的百分比，如 5；任意比例则留空。",
        "Percentage of which a rating is a multiple, such as 5; blank for any rating.",
    ),
    "guide.code": ("标准号，如 T/XYZ 12-2026。", "As printed, such as T/XYZ 12-2026."),
    "guide.edition": ("版本，如 2026。", "Edition, such as 2026."),
    "guide.issuer": ("发布机构的名称。", "Who publishes the standard."),
    "guide.issuer-other": ("发布机构在另一种语言中的名称。", "The issuer in the other language."),
    "guide.issued": ("日期，如 2026-06-30。", "A date such as 2026-06-30."),
    "guide.effective": ("日期，如 2026-06-30。", "A date such as 2026-06-30."),
    "guide.transition-ends": (
        "新旧版并行到哪一天，如 2026-12-31。",
        "The last day on which the old edition may be used too, such as 2026-12-31.",
    ),
    "guide.withdrawn": ("自哪一天起不再有效。", "The day from which it is no longer in force."),
    "guide.references": (
        "引用的文件，每行一个，如 GB/T 27922。",
        "Documents that it refers to, one per line, such as GB/T 27922.",
    ),
    "guide.status": (
        "按标准正式文本写“正式”，否则为“重建”；留空为重建。",
        "official where it follows the published text, else reconstructed; blank is reconstructed.",
    ),
    "guide.clause": (
        "条款号，文本格式，如 5.10；上级条款由号码得出（5.2.1 属于 5.2）。",
        "The clause number as text, such as 5.10; what it belongs to follows from it (5.2.1 to 5.2).",
    ),
    "guide.title": ("标题，如“人员配置”。", "The title, such as Staffing."),
    "guide.title-other": ("另一种语言的标题。", "The title in the other language."),
    "guide.points": (
        "分值，如 3 或 2.5；有下级的条款可留空。",
        "Points such as 3 or 2.5; a clause with others below it may leave them blank.",
    ),
    "guide.checkpoints": (
        "看什么，一行一条（格内换行：Alt+Enter）。",
        "What to look for, one per line (a new line in a cell: Alt+Enter).",
    ),
    "guide.dimension": (
        "维度的编号或名称，见工作表“维度”；下级随上级。",
        "Id or name of a dimension, from the sheet of dimensions; what is below follows.",
    ),
    "guide.excludable": (
        "不适用时可以删减写“是”；留空为否。",
        "yes where an assessment may leave it out; blank is no.",
    ),
    "guide.evidence": ("查验哪些资料，一行一条。", "What to ask for, one per line."),
    "guide.weight": (
        "上级按加权平均合成时的权重，如 0.3。",
        "Its share where the clause above is a mean, such as 0.3.",
    ),
    "guide.parent": (
        "上级条款的条款号；由号码看不出时才写。",
        "Number of the clause above, where its own number does not tell.",
    ),
    "guide.low": (
        "下限，百分比，如 20；与前一档的上限相接。",
        "Lower end in percent, such as 20; bands touch.",
    ),
    "guide.high": (
        "上限，百分比；与下限相同则为固定级别。",
        "Upper end in percent; the same as the lower end for a level.",
    ),
    "guide.aspect": (
        "可加任意多列，标题写“方面 编号 名称”，如“方面 level 水平”：该档在此方面的表现。",
        "Any number of columns headed aspect ID NAME, such as aspect level Level: what is seen in this band.",
    ),
    "guide.rank": ("整数，越大等级越高。", "Whole number; higher is better."),
    "guide.at-least": (
        "分数线，含本数（如 70 分及以上）；只由否决得到的等级留空。",
        "The floor, included (such as 70 and above); blank for a grade that only a veto gives.",
    ),
    "guide.above": (
        "须超过的分数，不含本数；代替分数线。",
        "Points that must be exceeded, instead of the floor.",
    ),
    "guide.upto": (
        "标准印有的上端，只用来核对。",
        "The upper end where it is printed; only checked.",
    ),
    "guide.symbol": ("符号，如 ★★。", "Symbol as printed, such as **."),
    "guide.condition": ("什么情形下否决。", "When the veto fires."),
    "guide.condition-other": ("另一种语言的条件。", "The condition in the other language."),
    "guide.rests-on": (
        "依据的条款号，文本格式；几个用顿号或换行隔开，如 4.2、5.1.1。",
        "Numbers of the text that it rests on, as text; several with commas between, such as 4.2, 5.1.1.",
    ),
    "guide.caps-at": (
        "否决后至多的等级，编号或名称；留空为 unqualified，等级表中应有它。",
        "The best grade that is left, id or name; blank is unqualified, which has to be among the grades.",
    ),
    "guide.needs-reason": (
        "否决成立时须书面写明理由的写“是”。",
        "yes where a finding that it fired gives its reason in writing.",
    ),
    "guide.remark": ("每张工作表都可以有，不读取。", "Any sheet may have it; it is not read."),
    "form.head": (
        "{title}\n以 # 开头的行不起作用：填写后请去掉行首的 #。未填写的条款视为未评，不会当作 0 分。",
        "{title}\nLines that start with # say nothing: fill them in and remove the #. A clause that is left out is not yet rated, never 0.",
    ),
    "form.ratings": (
        '评分为百分比：85、"82.5" 或 "85%"；也可写 {{ rating = 85, note = "…", evidence = ["…"] }}、{{ points = "2.55" }}\n或 {{ sample = {{ conform = 17, of = 20 }} }}、{{ deductions = [ {{ points = "0.5", count = 2, reason = "…" }} ] }}。',
        'A rating is a percentage: 85, "82.5" or "85%"; or {{ rating = 85, note = "…", evidence = ["…"] }}, {{ points = "2.55" }},\n{{ sample = {{ conform = 17, of = 20 }} }} or {{ deductions = [ {{ points = "0.5", count = 2, reason = "…" }} ] }}.',
    ),
    "form.levels": (
        '级别，写成 {{ level = "…" }}：{levels}',
        'levels, as {{ level = "…" }}: {levels}',
    ),
    "form.step": ("百分比为 {step} % 的整倍数", "a percentage is a multiple of {step} %"),
    "written.points": ("{points} 分", "{points} points"),
    "written.sample": ("抽查 {of} 个，符合 {conform} 个", "{conform} of {of} conform"),
    "written.deductions": ("扣 {points} 分", "{points} points deducted"),
    "form.vetoes": (
        '逐项核实："clear"（未发现）或 {{ finding = "fired", legal_basis = "…", period = "…", note = "…" }}（成立）。',
        'Determine each: "clear", or {{ finding = "fired", legal_basis = "…", period = "…", note = "…" }}.',
    ),
    "form.exclusions": (
        "可删减的条款；不适用时写明理由，并且不再评分。",
        "Clauses that may be left out: give the reason, and no rating.",
    ),
    "form.adjustments": (
        '加分项与扣分项：逐项写明次数，没有写 0；有则写 {{ count = 1, reason = "…" }}，应有理由。',
        'Bonuses and deductions: state each, with 0 where it did not occur, else {{ count = 1, reason = "…" }} with the reason.',
    ),
    # schemas
    "schema.rubric": ("准则文件", "Rubric file"),
    "schema.assessment": ("评价文件", "Assessment file"),
    "schema.scorecard": ("评分结果", "Scorecard"),
    "schema.by-rubric": (
        "按准则 {rubric} 的评价文件。",
        "An assessment file by the rubric {rubric}.",
    ),
    "schema.number": ("数值", "Number"),
    "schema.number-form": (
        '精确数值：数字，或 "82.5"、"259/3" 之类的文本。',
        'An exact number: a number, or text such as "82.5" or "259/3".',
    ),
    "schema.percentage": ("百分比", "Percentage"),
    "schema.percentage-form": (
        '百分比：85，或 "82.5"、"85%"、"259/3" 之类的文本。',
        'A percentage: 85, or text such as "82.5", "85%" or "259/3".',
    ),
    "schema.exact-form": (
        '精确数值，写成文本："86.35" 或 "259/3"。',
        'An exact number as text: "86.35" or "259/3".',
    ),
    "schema.as-text": ("以文本写出的数值", "Number as text"),
    "schema.in-full": ("详细填写", "In full"),
    "schema.nothing": ("（未填）", "(not filled in)"),
    "schema.plain-text": (
        "所用语言由文件的 language 写明。",
        "In the language that the file names as its language.",
    ),
    "schema.language": (
        "普通文本所用的语言。",
        "The language of plain strings that stand for texts.",
    ),
    "schema.base": (
        "所依据的准则：编号，或同一文件夹中的文件；本文件只写不同之处。",
        "The rubric that this file changes, an id or a file beside it; the file says only what differs.",
    ),
    "schema.remove": (
        "从所依据的准则中删去此项。",
        "Removes the entry of the base; only where the file names one.",
    ),
    "schema.in": (
        '上级条款的编号，"" 表示没有；不写则由编号得出。',
        'Id of the clause above, "" for none; else the number says it.',
    ),
    "schema.any": (
        "达到此等级的几种途径，满足其一即可。",
        "Several ways to reach the grade; one suffices.",
    ),
    "finding.clear": ("未发现", "clear"),
    "finding.fired": ("成立", "fired"),
    "finding.undetermined": ("未核实", "undetermined"),
    "field.format": ("文件格式", "File format"),
    "field.rubric": ("准则", "Rubric"),
    "field.kind": ("评价类型", "Kind"),
    "field.scope": ("适用范围", "Scope"),
    "field.scope_text": ("适用范围说明", "Scope in words"),
    "field.assessed_on": ("评价日期", "Date of assessment"),
    "field.period": ("时段", "Period"),
    "field.subject": ("评价对象", "Subject"),
    "field.assessors": ("评价员", "Assessors"),
    "field.reviewer": ("复核人", "Reviewer"),
    "field.decided_by": ("决定人", "Decided by"),
    "field.ratings": ("评分", "Ratings"),
    "field.vetoes": ("一票否决", "Vetoes"),
    "field.exclusions": ("删减", "Exclusions"),
    "field.adjustments": ("加分项与扣分项", "Bonuses and deductions"),
    "field.name": ("名称", "Name"),
    "field.address": ("地址", "Address"),
    "field.sites": ("场所", "Sites"),
    "field.role": ("职责", "Role"),
    "field.rating": ("评分比例（%）", "Rating (%)"),
    "field.points": ("分数", "Points"),
    "field.level": ("级别", "Level"),
    "field.sample": ("抽样", "Sample"),
    "field.conform": ("符合数", "Conforming"),
    "field.of": ("抽查数", "Looked at"),
    "field.deductions": ("扣分", "Deductions"),
    "field.count": ("次数", "Count"),
    "field.reason": ("理由", "Reason"),
    "field.note": ("说明", "Note"),
    "field.evidence": ("证据", "Evidence"),
    "field.finding": ("发现", "Finding"),
    "field.assessor": ("评分人", "Assessor"),
    "field.rated_on": ("评分日期", "Rated on"),
    "field.legal_basis": ("法律依据", "Legal basis"),
    "field.determined_by": ("核实人", "Determined by"),
    # the decision
    "decision.joint": ("；", "; "),
    "decision.on-floor": (
        "[[{of}]]恰在 {floor} 分线上（“{floor} 分及以上”含 {floor}）",
        'Exactly on the floor of {floor} ("{floor} and above" includes {floor})[[{of}]]',
    ),
    "decision.above-floor": (
        "[[{of}]]高于 {floor} 分线 {gap} 分",
        "{gap} above the floor of {floor}[[{of}]]",
    ),
    "decision.no-fail-line": (
        "未达到更高的分数线；{floor} 分起即为{grade}，其下本标准不设不合格线",
        "No higher floor is reached; the standard has no fail line below {grade}, which starts at {floor}",
    ),
    "decision.no-floor": (
        "未达到任何分数线，等级为{grade}",
        "No floor is reached: {grade}",
    ),
    "decision.next": (
        "{reached}；[[{next_of}]]距{grade}（{floor} 分）差 {gap} 分。",
        "{reached}; {gap} short of {grade} ({floor})[[{next_of}]].",
    ),
    "decision.next-takes": (
        "{reached}；到{grade}还需：{missing}。",
        "{reached}; {grade} takes: {missing}.",
    ),
    "decision.short-of": (
        "[[{next_of}]]再得 {gap} 分（达到 {floor} 分）",
        "{gap} more points ({floor})[[{next_of}]]",
    ),
    "decision.more-than": (
        "[[{next_of}]]超过 {floor} 分（再得 {gap} 分以上）",
        "above {floor} (more than {gap} more points)[[{next_of}]]",
    ),
    "decision.above-only": ("[[{next_of}]]超过 {floor} 分", "above {floor}[[{next_of}]]"),
    "decision.base": ("加减分前得分 {base}，", ", before adjustments, where it is {base}"),
    "required.excluded": ("已删减", "excluded"),
    "required.clause": (
        "第 {name} 条不低于 {limit}，现为 {found}",
        "clause {name} at {limit} or more, now {found}",
    ),
    "required.clause-above": (
        "第 {name} 条高于 {limit}，现为 {found}",
        "clause {name} above {limit}, now {found}",
    ),
    "required.section": (
        "每一章不低于 {limit}，现最低为 {found}",
        "every section at {limit} or more, the least is now {found}",
    ),
    "required.section-above": (
        "每一章高于 {limit}，现最低为 {found}",
        "every section above {limit}, the least is now {found}",
    ),
    "required.dimension": (
        "维度 {name} 不低于 {limit}，现为 {found}",
        "dimension {name} at {limit} or more, now {found}",
    ),
    "required.dimension-above": (
        "维度 {name} 高于 {limit}，现为 {found}",
        "dimension {name} above {limit}, now {found}",
    ),
    "required.score": (
        "加减分前的得分不低于 {limit}，现为 {found}",
        "{limit} points or more before adjustments, now {found}",
    ),
    "required.score-above": (
        "加减分前的得分高于 {limit}，现为 {found}",
        "more than {limit} points before adjustments, now {found}",
    ),
    "required.adjustment": (
        "{name} 不少于 {limit} 分，现为 {found} 分",
        "{name} of {limit} points or more, now {found}",
    ),
    "required.adjustment-above": (
        "{name} 多于 {limit} 分，现为 {found} 分",
        "{name} of more than {limit} points, now {found}",
    ),
    "decision.no-way-up": ("{reached}。", "{reached}."),
    "decision.highest": (
        "{reached}；已是最高等级。",
        "{reached}; there is no higher grade.",
    ),
    "decision.veto-clear": (
        "否决项已核实：未发现。",
        "The one veto was determined: it did not fire.",
    ),
    "decision.vetoes-clear": (
        "否决项 {count} 项均已核实：未发现。",
        "All {count} vetoes were determined: none fired.",
    ),
    "decision.capped": (
        "按得分为{by_score}，因一票否决定为：{grade}。",
        "By score: {by_score}. Because of a veto: {grade}.",
    ),
    "decision.not-capped": (
        "有否决项成立，但等级{grade}未因此降低。",
        "A veto fired, but does not lower the grade: {grade}.",
    ),
    "outlook.range": (
        "仍可能得 {low}[[ 至 {high}]] 分，等级为{worst}[[至{best}]][[；若有否决成立，可低至{vetoed}]]。{certain}",
        "Still possible: {low}[[ to {high}]] points, {worst}[[ to {best}]][[; if a veto fires, down to {vetoed}]]. {certain}",
    ),
    "outlook.at-least": ("已可确定：不低于{grade}。", "Certain so far: at least {grade}."),
    "outlook.nothing-certain": ("尚无可确定的等级。", "No grade is certain yet."),
    "outlook.certain": (
        "仍可能得 {low}[[ 至 {high}]] 分；等级已可确定：{worst}[[（否决 {fired} 成立）]]。",
        "Still possible: {low}[[ to {high}]] points. The grade is certain: {worst}[[ (veto {fired} fired)]].",
    ),
    "outlook.way": (
        "{open} 项未定，其中 {count} 项达到最好结果（100 %、否决未发现）即可确定不低于{grade}：{items}[[，另 {more} 项]]。",
        "At least {grade}: certain with {count} of {open} open items at their best (100 %, a veto clear): {items}[[ and {more} more]].",
    ),
    "outlook.no-way": (
        "未定 {open} 项，均不能使等级更高。",
        "Open items: {open}. None of them can lead to a better grade.",
    ),
    "outlook.vetoes": ("未核实的否决 {count} 项", "the {count} open vetoes"),
    "outlook.finished": (
        "没有未定的项：{low} 分，{worst}。",
        "Nothing is open: {low} points, {worst}.",
    ),
    "outlook.see-score": (
        "评分结果见 maturity score。",
        "`maturity score` shows the scorecard.",
    ),
    "outlook.open": (
        "未定 {count} 项，影响大的在前：",
        "Open items, those that can still move most first ({count}):",
    ),
    "outlook.caps": ("若成立，等级至多：{grade}", "if it fires, at most: {grade}"),
    "outlook.moves": ("至多 {brings} 分", "points: up to {brings}"),
    "outlook.brings-and-costs": (
        "最好可多得 {brings} 分，最差可少得 {costs} 分",
        "points: at best {brings} more, at worst {costs} fewer",
    ),
    "outlook.guarantees": (
        "确定各等级，最少需要以下各项达到最好结果（100 %、否决未发现）：",
        "What makes a grade certain, with the fewest items at their best (100 %, a veto clear):",
    ),
    "outlook.items": ("{open} 项中的 {count} 项", "{count} of {open}"),
    "outlook.out-of-reach": ("已不可能：{reason}", "out of reach: {reason}"),
    "outlook.out-by-veto": ("否决 {fired} 成立", "veto {fired} fired"),
    "outlook.out-by-points": (
        "最多 {most} 分，分数线为 {floor} 分",
        "at most {most} points, and the floor is {floor}",
    ),
    "outlook.out-by-requirement": (
        "分数线以外的要求已不能满足",
        "what it requires besides points can no longer be met",
    ),
    "sensitivity.margin": (
        "等级的余量：全部评分同时降低 {margin} 个百分点，等级仍保持；降低 {beyond} 个百分点，等级就会下降。",
        "Margin of the grade: every rating could be {margin} percentage points lower, all at once, and the grade would hold; at {beyond} it would be lost.",
    ),
    "sensitivity.no-margin": (
        "等级没有余量：全部评分同时降低 {beyond} 个百分点，等级就会下降。",
        "The grade has no margin: were every rating {beyond} percentage points lower, all at once, it would be lost.",
    ),
    "sensitivity.cannot-fall": (
        "等级不会再降：即使全部评分为 0，仍为{grade}。",
        "The grade cannot fall: with every rating at 0 it would still be {grade}.",
    ),
    "sensitivity.costliest": (
        "评分项中失分最多：第 {clause} 条 {title}，{maximum} 分中失 {lost} 分。",
        "Of the rated items, clause {clause}, {title}, lost the most points: {lost} of {maximum}.",
    ),
    "sensitivity.all-costliest": (
        "评分项中失分最多：第 {clauses} 条，各失 {lost} 分。",
        "Of the rated items, clauses {clauses} lost the most points: {lost} each.",
    ),
    "sensitivity.many-costliest": (
        "评分项中失分最多：{count} 个条款，各失 {lost} 分：第 {clauses} 条等。",
        "Of the rated items, {count} lost the most points, {lost} each: {clauses} and others.",
    ),
    "sensitivity.joint": ("、", ", "),
    "sensitivity.capped": (
        "否决项成立，等级不得高于{grade}：提高评分不能使等级上升。",
        "A veto fired, so that the grade is no better than {grade}: no higher rating can lift it.",
    ),
    "decision.veto-fired": (
        "否决 {veto} {title}：成立。法律依据：{legal_basis}；时段：{period}。[[说明：{note}]]",
        "Veto {veto}, {title}: fired. Legal basis: {legal_basis}; period: {period}.[[ Note: {note}]]",
    ),
}

# Why a parser refused: in its own words, then in Chinese and English; others are told as they are.
_REASONS = {
    # TOML
    "Invalid value": ("值无效", "the value is none that TOML knows"),
    "Invalid statement": ("语句无效", "the line starts with no key"),
    "Expected newline or end of document after a statement": (
        "一项写完后应换行",
        "after a value the line has to end",
    ),
    "Expected '=' after a key in a key/value pair": ("键之后应为 =", "= is missing after the key"),
    "Invalid initial character for a key part": ("此处应为键", "a key is missing here"),
    "Unclosed array": ("列表中应有逗号，或缺 ]", "a comma or ] is missing in a list"),
    "Unclosed inline table": ("表中应有逗号，或缺 }", "a comma or } is missing in a table"),
    "Expected ']' at the end of a table declaration": (
        "表头缺 ]",
        "] is missing after the heading",
    ),
    "Expected ']]' at the end of an array declaration": (
        "表头缺 ]]",
        "]] is missing after the heading",
    ),
    "Unescaped '\\' in a string": (
        "文字中的反斜杠应写成 \\\\，或改用单引号",
        "a backslash in text is written \\\\, or the text stands in single quotes",
    ),
    "Invalid date or datetime": ("没有这一天", "the calendar has no such day"),
    "Cannot overwrite a value": (
        "同一个键写了两次，或条款号未加引号",
        "a key is there twice, or a clause number has no quotes",
    ),
    # JSON
    "Expecting value": ("此处应为值", "a value is missing here"),
    "Expecting ',' delimiter": ("此处应为逗号，或缺括号", "a comma or a bracket is missing here"),
    "Expecting ':' delimiter": ("此处应为冒号", "a colon is missing here"),
    "Expecting property name enclosed in double quotes": (
        "此处应为带引号的键",
        "a key in double quotes is missing here",
    ),
    "Invalid control character at": (
        "文字中有制表符或换行，应写成 \\t 或 \\n",
        "a tab or line end in text is written \\t or \\n",
    ),
    "Extra data": ("结尾之后还有内容", "something follows after the end"),
    "Invalid \\escape": (
        "文字中的反斜杠应写成 \\\\",
        "a backslash in text is written \\\\",
    ),
}

# What is named in rubric files, in Chinese and English.
_KINDS = {
    "adjustment": ("加减分项", "adjustment"),
    "aspect": ("评分方面", "aspect"),
    "clause": ("条款", "clause"),
    "dimension": ("维度", "dimension"),
    "grade": ("等级", "grade"),
    # what a file looks like that is no workbook
    "csv": ("文本或 CSV 文件", "plain text or CSV"),
    "docx": ("Word 文档", "a Word document"),
    "ods": ("其他办公软件的文件", "a file of another office program"),
    "pdf": (" PDF 文件", "a PDF"),
    "pptx": ("PowerPoint 文档", "a PowerPoint document"),
    "web page": ("网页或 XML 文件", "a web page or XML"),
    "xls": ("旧版 .xls 工作簿", "an old .xls workbook"),
    "xlsb": ("二进制 .xlsb 工作簿", "a binary .xlsb workbook"),
    "zip": ("其他 zip 文件", "another zip file"),
}

_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
_NAME = re.compile(r"\{(\w+)\}")


def say(code: str, language: str, values: dict[str, str]) -> str:
    """Return the sentence of a code in ``"zh"`` or ``"en"``.

    >>> say("clause.no-points", "zh", {"clause": "5.10"})
    '第 5.10 条：应有分值（points），现无。请补充。'
    """
    template = _SENTENCES[code][0 if language == "zh" else 1]
    for name, known in (("reason", _REASONS), ("kind", _KINDS)):
        if (value := values.get(name, "")) in known:
            values = {**values, name: known[value][0 if language == "zh" else 1]}
    template = _OPTIONAL.sub(
        lambda part: part[1] if all(values.get(n) for n in _NAME.findall(part[1])) else "", template
    )
    return template.format_map(values)
