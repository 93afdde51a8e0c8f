"""What each bag holds, before and after the steps have drawn from it."""
