"""The web app: collaborations are assessed in the browser, alone or by a team with accounts."""
