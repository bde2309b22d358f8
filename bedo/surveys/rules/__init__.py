"""Plain rules of visits: forms as versioned data, answers, clocks of devices, field-by-field comparison."""
