extension HTMLReport {
    /// Hides what does not match the states and the words that were chosen.
    static let script = """
        (function () {
          var items = Array.prototype.slice.call(document.querySelectorAll("#items > li"));
          var buttons = Array.prototype.slice.call(document.querySelectorAll("#filters button"));
          var search = document.getElementById("search");
          function filter() {
            var states = buttons.filter(function (each) { return each.getAttribute("aria-pressed") === "true"; })
              .map(function (each) { return each.dataset.state; });
            var words = search.value.toLowerCase();
            var shown = 0;
            items.forEach(function (item) {
              var text = Array.prototype.map.call(item.querySelectorAll(".name, .what, .message"), function (each) {
                return each.textContent; }).join(" ").toLowerCase();
              var matches = (!states.length || states.indexOf(item.dataset.state) >= 0) && text.indexOf(words) >= 0;
              item.hidden = !matches;
              shown += matches ? 1 : 0;
            });
            document.getElementById("none").hidden = shown > 0;
          }
          buttons.forEach(function (button) {
            button.addEventListener("click", function () {
              button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
              filter();
            });
          });
          search.addEventListener("input", filter);
        })();
        """
}
