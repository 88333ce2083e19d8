"""Where the learned reader comes from: labelled texts of our own, and how weights are fitted to them."""
