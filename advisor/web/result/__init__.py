"""What follows from the answers, as pages: result, why, why not, what if, board paper."""
