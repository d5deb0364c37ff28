{# Sorts and filters the tables, offline. Without it they are plain tables. #}
(function () {
  "use strict";
  var say = {{ { "search": words.say("statements.search"), "theme": words.say("statements.filter"), "all": words.say("statements.everything"), "none": words.say("statements.none_found"), "sort": words.say("statements.sort", column="%c"), "found": words.say("statements.found", count="%n") } | tojson }};

  function rowsOf(table) {
    return Array.prototype.slice.call(table.querySelectorAll("tbody tr:not(.group)"));
  }

  function valueOf(row, column, kind) {
    var cell = row.cells[column];
    return kind === "number" ? Number(cell.dataset.value) : cell.textContent.trim().toLowerCase();
  }

  // The words of a row and of its theme, without those that only say what a picture shows.
  function textOf(row) {
    var cells = Array.prototype.filter.call(row.cells, function (cell) { return !cell.querySelector("svg"); });
    return cells.map(function (cell) { return cell.textContent; }).concat(row.dataset.theme || "").join(" ").toLowerCase();
  }

  function sorted(table, heading, order) {
    var column = heading.cellIndex;
    var kind = heading.dataset.sort;
    var way = order === "ascending" ? 1 : -1;
    var rows = rowsOf(table);
    rows.sort(function (one, other) {
      var first = valueOf(one, column, kind);
      var second = valueOf(other, column, kind);
      return (first < second ? -1 : first > second ? 1 : 0) * way;
    });
    // Sorted rows no longer stand by theme: all go into one part, and the headings of the others are hidden.
    var body = table.tBodies[0];
    rows.forEach(function (row) { body.appendChild(row); });
    table.querySelectorAll("tr.group").forEach(function (row) { row.hidden = true; });
    table.querySelectorAll("th[aria-sort]").forEach(function (one) { one.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", order);
  }

  function addSorting(table) {
    table.querySelectorAll("thead th[data-sort]").forEach(function (heading) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sorter";
      button.textContent = heading.textContent;
      button.title = say.sort.replace("%c", heading.textContent.trim());
      heading.textContent = "";
      heading.appendChild(button);
      button.addEventListener("click", function () {
        var first = heading.dataset.sort === "number" ? "descending" : "ascending";
        var other = first === "descending" ? "ascending" : "descending";
        sorted(table, heading, heading.getAttribute("aria-sort") === first ? other : first);
      });
    });
  }

  function labelled(text, field) {
    var label = document.createElement("label");
    label.textContent = text;
    label.appendChild(field);
    return label;
  }

  function addFilter(table) {
    var tools = document.createElement("div");
    var search = document.createElement("input");
    var found = document.createElement("output");
    var themes = null;
    tools.className = "tools";
    search.type = "search";
    tools.appendChild(labelled(say.search, search));
    var names = [];
    rowsOf(table).forEach(function (row) {
      if (row.dataset.theme && names.indexOf(row.dataset.theme) < 0) { names.push(row.dataset.theme); }
    });
    if (names.length > 1) {
      themes = document.createElement("select");
      [""].concat(names).forEach(function (name) {
        var option = document.createElement("option");
        option.value = name;
        option.textContent = name || say.all;
        themes.appendChild(option);
      });
      tools.appendChild(labelled(say.theme, themes));
    }
    tools.appendChild(found);

    function filter() {
      var wanted = search.value.trim().toLowerCase();
      var theme = themes ? themes.value : "";
      var shown = 0;
      rowsOf(table).forEach(function (row) {
        var fits = textOf(row).indexOf(wanted) >= 0;
        row.hidden = !(fits && (!theme || row.dataset.theme === theme));
        shown += row.hidden ? 0 : 1;
      });
      found.textContent = !wanted && !theme ? "" : shown ? say.found.replace("%n", shown) : say.none;
      var byTheme = !table.querySelector("th[aria-sort]");
      table.querySelectorAll("tr.group").forEach(function (row) {
        var any = Array.prototype.some.call(row.parentNode.rows, function (one) {
          return one !== row && !one.hidden;
        });
        row.hidden = !(byTheme && any);
      });
    }

    search.addEventListener("input", filter);
    if (themes) { themes.addEventListener("change", filter); }
    var holder = table.closest(".scroll") || table;
    holder.parentNode.insertBefore(tools, holder);
  }

  document.querySelectorAll("table[data-tools]").forEach(function (table) {
    addSorting(table);
    if (rowsOf(table).length > 12) { addFilter(table); }
  });
  document.querySelectorAll(".scroll").forEach(function (one) { one.tabIndex = 0; });
}());
