"""A sample year of one province, made only through the services, every row marked dữ liệu minh hoạ."""
