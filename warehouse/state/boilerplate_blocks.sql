-- lines that are boilerplate
select block_id
from meta.boilerplate_block
order by block_id
