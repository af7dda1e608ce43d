"""司法确认: thirty days for both parties together to have a court confirm their agreement (人民调解法33)."""
